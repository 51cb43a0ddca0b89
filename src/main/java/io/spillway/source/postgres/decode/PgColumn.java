package io.spillway.source.postgres.decode;

import java.io.Serializable;

/**
 * A column as the catalogue describes it ({@code pg_attribute}).
 *
 * @param name name of the column
 * @param number {@code attnum}
 * @param type {@code atttypid}
 * @param typmod {@code atttypmod}; -1 for none
 * @param dimensions {@code attndims}: the declared dimensions, which Postgres does not enforce
 * @param formatted {@code format_type(atttypid, atttypmod)}
 */
public record PgColumn(
    String name, int number, long type, int typmod, int dimensions, String formatted)
    implements Serializable {}
