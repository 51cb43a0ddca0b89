package io.spillway.rows.parquet;

import io.spillway.base.SpillwayException;
import java.util.Locale;

/** The compression of the pages of Parquet files. */
public enum Compression {
  /** Small files at little cost. */
  ZSTD(".zstd.parquet"),
  /** Larger files at less cost; every reader supports it. */
  SNAPPY(".snappy.parquet"),
  /** About as small as {@link #ZSTD}, at a higher cost; every reader supports it. */
  GZIP(".gz.parquet"),
  /** No compression. */
  UNCOMPRESSED(".parquet");

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  /**
   * Returns the compression that a user named.
   *
   * @param option the option that names it, as in the message
   * @throws SpillwayException (bad input) if the name is unknown
   */
  public static Compression parse(String option, String text) {
    for (Compression one : values()) {
      if (one.text().equals(text)) {
        return one;
      }
    }
    throw new SpillwayException(
        SpillwayException.Kind.BAD_INPUT,
        option + " is '" + text + "': give zstd, snappy, gzip or uncompressed.");
  }

  /** Returns the name as users write it: {@code zstd}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the end of a file's name: {@code .zstd.parquet}. */
  public String suffix() {
    return suffix;
  }
}
