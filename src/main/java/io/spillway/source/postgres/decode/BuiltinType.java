package io.spillway.source.postgres.decode;

import io.spillway.rows.ColumnType.Plain;
import io.spillway.source.postgres.decode.PrintedType.Scalar;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The built-in types of Postgres that are not exported as plain text, by their fixed OIDs ({@code
 * pg_type.dat}).
 */
enum BuiltinType {
  BOOLEAN(16, Plain.BOOLEAN, WireFormat.BOOL),
  BYTEA(17, Plain.BYTES, WireFormat.BYTEA),
  NAME(19, Plain.STRING, WireFormat.TEXT),
  BIGINT(20, Plain.INT64, WireFormat.INT8),
  SMALLINT(21, Plain.INT16, WireFormat.INT2),
  INTEGER(23, Plain.INT32, WireFormat.INT4),
  TEXT(25, Plain.STRING, WireFormat.TEXT),
  OID(26, Plain.INT64, WireFormat.OID),
  JSON(114, Plain.JSON, WireFormat.TEXT),
  REAL(700, Plain.FLOAT, WireFormat.FLOAT4),
  DOUBLE(701, Plain.DOUBLE, WireFormat.FLOAT8),
  CHARACTER(1042, Plain.STRING, WireFormat.TEXT),
  CHARACTER_VARYING(1043, Plain.STRING, WireFormat.TEXT),
  DATE(1082, Plain.DATE, WireFormat.DATE),
  TIME(1083, Plain.TIME, WireFormat.TIME),
  TIMESTAMP(1114, Plain.TIMESTAMP, WireFormat.TIMESTAMP),
  TIMESTAMPTZ(1184, Plain.TIMESTAMP_UTC, WireFormat.TIMESTAMP),
  /** Becomes text unless digits are declared or chosen; see {@link TypeMap}. */
  NUMERIC(1700, Plain.STRING, WireFormat.NUMERIC),
  UUID(2950, Plain.UUID, WireFormat.UUID),
  JSONB(3802, Plain.JSON, WireFormat.JSONB);

  private static final Map<Long, BuiltinType> BY_OID =
      Arrays.stream(values()).collect(Collectors.toMap(known -> known.oid, Function.identity()));

  private final long oid;
  private final Plain type;
  private final WireFormat wire;

  BuiltinType(long oid, Plain type, WireFormat wire) {
    this.oid = oid;
    this.type = type;
    this.wire = wire;
  }

  static Optional<BuiltinType> of(long oid) {
    return Optional.ofNullable(BY_OID.get(oid));
  }

  ReadExpression form() {
    return ReadExpression.plain(type, wire);
  }

  /** Returns the JSON form of the type's text, as in Postgres's {@code json_categorize_type}. */
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
