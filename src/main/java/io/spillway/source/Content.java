package io.spillway.source;

/** The content of a source. */
public enum Content {
  /** Objects, which are copied unchanged. */
  OBJECTS,
  /** Rows of tables, which are written to files. */
  ROWS
}
