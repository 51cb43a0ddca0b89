package io.spillway.source.postgres.decode;

/** Binary formats of values, as Postgres's {@code send} functions write them. */
enum WireFormat implements ValueFormat {
  /** One byte. */
  BOOL,
  /** Two bytes; all numbers have their most significant byte first. */
  INT2,
  /** Four bytes. */
  INT4,
  /** Eight bytes. */
  INT8,
  /** Four bytes without a sign. */
  OID,
  /** Four bytes of IEEE 754. */
  FLOAT4,
  /** Eight bytes of IEEE 754. */
  FLOAT8,
  /** As they stand. */
  BYTEA,
  /** Sixteen bytes. */
  UUID,
  /** In the client's encoding, which is UTF-8. */
  TEXT,
  /** A version, 1, and text. */
  JSONB,
  /** Four bytes: days since 2000-01-01. */
  DATE,
  /** Eight bytes: microseconds since midnight. */
  TIME,
  /** Eight bytes: microseconds since 2000-01-01. */
  TIMESTAMP,
  /** A head of eight bytes, and digits of base 10,000. */
  NUMERIC
}
