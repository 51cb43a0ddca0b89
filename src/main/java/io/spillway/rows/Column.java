package io.spillway.rows;

import java.io.Serializable;

/**
 * A column of a table. Any of its values may be null.
 *
 * @param name name as in the source; may contain any characters
 * @param type type of its values
 * @param original the source's own name of the type, for users: {@code numeric(10,2)}
 */
public record Column(String name, ColumnType type, String original) implements Serializable {}
