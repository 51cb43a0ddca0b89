package io.spillway.source.postgres;

import io.spillway.source.ColumnType.Plain;
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
  /** A cast to text would show an encoding that it no longer has. */
  XML(142, "xml_out"),
  REAL(700, Plain.FLOAT, Wire.FLOAT4),
  DOUBLE(701, Plain.DOUBLE, Wire.FLOAT8),
  /** A cast to text would add a {@code /32} that Postgres does not print. */
  INET(869, "inet_out"),
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
  private final String printer;

  /** A type that is sent in a form of its own. */
  Known(long oid, Plain type, Wire wire) {
    this(oid, type, wire, "");
  }

  /** A type whose text a function of Postgres prints. */
  Known(long oid, String printer) {
    this(oid, Plain.STRING, Wire.TEXT, printer);
  }

  Known(long oid, Plain type, Wire wire, String printer) {
    this.oid = oid;
    this.type = type;
    this.wire = wire;
    this.printer = printer;
  }

  static Optional<Known> of(long oid) {
    return Optional.ofNullable(BY_OID.get(oid));
  }

  Form form() {
    return printer.isEmpty() ? Form.plain(type, wire) : Form.printed(printer);
  }
}
