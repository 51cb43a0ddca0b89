package io.spillway.source.postgres;

import io.spillway.source.ColumnType;
import io.spillway.source.ColumnType.ListOf;
import io.spillway.source.ColumnType.Plain;

/**
 * How values of a type are read.
 *
 * @param type what they become
 * @param wire how they come, or the elements of lists
 * @param one the expression of a value, with {@value ReadColumn#NAME} for the column
 * @param many the expression of an array of them
 */
record Form(ColumnType type, Wire wire, String one, String many) {
  private static final String AS_IT_IS = ReadColumn.NAME;

  /**
   * Elements as their type prints them, which a cast of each to text may not be; the array's own
   * text is one of an array of text as well.
   */
  private static final String PRINTED_ELEMENTS =
      "pg_catalog.textin(pg_catalog.array_out($))::pg_catalog.text[]";

  /** More dimensions than one would be lost by what follows, so that they are kept to be seen. */
  private static final String JSON_ELEMENTS =
      "CASE WHEN $ IS NULL THEN NULL"
          + " WHEN pg_catalog.array_ndims($) > 1 THEN ARRAY[[NULL::pg_catalog.json]]"
          + " ELSE ARRAY(SELECT pg_catalog.to_json(($)[i])"
          + " FROM pg_catalog.generate_subscripts($, 1) AS i ORDER BY i) END";

  /** The text of any type. */
  static final Form TEXT =
      new Form(Plain.STRING, Wire.TEXT, "$::pg_catalog.text", PRINTED_ELEMENTS);

  /** The label of an enum. */
  static final Form ENUM = plain(Plain.ENUM, Wire.TEXT);

  /** What has an inner structure. */
  static final Form JSON = new Form(Plain.JSON, Wire.TEXT, "pg_catalog.to_json($)", JSON_ELEMENTS);

  /** Values that are sent in a form of their own. */
  static Form plain(ColumnType type, Wire wire) {
    return new Form(type, wire, AS_IT_IS, AS_IT_IS);
  }

  /** Values as a function of Postgres prints them. */
  static Form printed(String function) {
    return new Form(
        Plain.STRING,
        Wire.TEXT,
        "pg_catalog.textin(pg_catalog." + function + "($))",
        PRINTED_ELEMENTS);
  }

  /** Arrays of them; of lists there are none, but JSON can say it. */
  Form array() {
    return type instanceof ListOf ? JSON : new Form(new ListOf(type), wire, many, JSON_ELEMENTS);
  }
}
