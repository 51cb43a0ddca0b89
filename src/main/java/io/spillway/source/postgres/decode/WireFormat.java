package io.spillway.source.postgres.decode;

/** Binary formats of values, as written by the {@code send} functions of Postgres. */
enum WireFormat implements ValueFormat {
  /** One byte; 0 is false. */
  BOOL,
  /** Two bytes. All numbers start with their most significant byte. */
  INT2,
  /** Four bytes. */
  INT4,
  /** Eight bytes. */
  INT8,
  /** Four bytes, unsigned. */
  OID,
  /** Four bytes, IEEE 754. */
  FLOAT4,
  /** Eight bytes, IEEE 754. */
  FLOAT8,
  /** Raw bytes. */
  BYTEA,
  /** Sixteen bytes. */
  UUID,
  /** Text in the client encoding, which is UTF-8. */
  TEXT,
  /** A version byte of 1, followed by text. */
  JSONB,
  /** Four bytes: days since 2000-01-01. */
  DATE,
  /** Eight bytes: microseconds since midnight. */
  TIME,
  /** Eight bytes: microseconds since 2000-01-01. */
  TIMESTAMP,
  /** A header of eight bytes, and digits of base 10,000. */
  NUMERIC
}
