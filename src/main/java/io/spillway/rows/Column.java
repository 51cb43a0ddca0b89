package io.spillway.rows;

import java.io.Serializable;

/**
 * A column of a table. Any of its values may be null.
 *
 * @param name as in the source, any text
 * @param type the type of its values
 * @param original the source's name of the type, for people: {@code numeric(10,2)}
 */
public record Column(String name, ColumnType type, String original) implements Serializable {}
