package io.spillway.source;

import java.io.Serializable;

/**
 * A column of a table. Any value of it may be absent.
 *
 * @param name as the source has it, any text
 * @param type of its values
 * @param original what the source calls that type, for people: {@code numeric(10,2)}
 */
public record Column(String name, ColumnType type, String original) implements Serializable {}
