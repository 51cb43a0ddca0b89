package io.spillway.source.postgres;

import io.spillway.source.ColumnType.Plain;
import io.spillway.source.postgres.PrintedType.Scalar;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Types of Postgres that have more than their text to export, by the numbers that they have in
 * every database ({@code pg_type.dat}).
 */
enum Known {
  BOOLEAN(16, Plain.BOOLEAN, Wire.BOOL),
  BYTEA(17, Plain.BYTES, Wire.BYTEA),
  NAME(19, Plain.STRING, Wire.TEXT),
  BIGINT(20, Plain.INT64, Wire.INT8),
  SMALLINT(21, Plain.INT16, Wire.INT2),
  INTEGER(23, Plain.INT32, Wire.INT4),
  TEXT(25, Plain.STRING, Wire.TEXT),
  OID(26, Plain.INT64, Wire.OID),
  JSON(114, Plain.JSON, Wire.TEXT),
  REAL(700, Plain.FLOAT, Wire.FLOAT4),
  DOUBLE(701, Plain.DOUBLE, Wire.FLOAT8),
  CHARACTER(1042, Plain.STRING, Wire.TEXT),
  CHARACTER_VARYING(1043, Plain.STRING, Wire.TEXT),
  DATE(1082, Plain.DATE, Wire.DATE),
  TIME(1083, Plain.TIME, Wire.TIME),
  TIMESTAMP(1114, Plain.TIMESTAMP, Wire.TIMESTAMP),
  TIMESTAMPTZ(1184, Plain.TIMESTAMP_UTC, Wire.TIMESTAMP),
  /** Unless its digits are declared, or chosen: {@link TypeMap} looks. */
  NUMERIC(1700, Plain.STRING, Wire.NUMERIC),
  UUID(2950, Plain.UUID, Wire.UUID),
  JSONB(3802, Plain.JSON, Wire.JSONB);

  private static final Map<Long, Known> BY_OID =
      Arrays.stream(values()).collect(Collectors.toMap(known -> known.oid, Function.identity()));

  private final long oid;
  private final Plain type;
  private final Wire wire;

  Known(long oid, Plain type, Wire wire) {
    this.oid = oid;
    this.type = type;
    this.wire = wire;
  }

  static Optional<Known> of(long oid) {
    return Optional.ofNullable(BY_OID.get(oid));
  }

  Form form() {
    return Form.plain(type, wire);
  }

  /** Returns how its text looks in JSON, as {@code json_categorize_type} of Postgres has it. */
  PrintedType printed() {
    return switch (this) {
      case BOOLEAN -> Scalar.BOOLEAN;
      case BIGINT, SMALLINT, INTEGER, REAL, DOUBLE, NUMERIC -> Scalar.NUMBER;
      case JSON, JSONB -> Scalar.JSON;
      case TIMESTAMP -> Scalar.TIMESTAMP;
      case TIMESTAMPTZ -> Scalar.TIMESTAMP_UTC;
      case BYTEA, NAME, TEXT, OID, CHARACTER, CHARACTER_VARYING, DATE, TIME, UUID -> Scalar.STRING;
    };
  }
}
