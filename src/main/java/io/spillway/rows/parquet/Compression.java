package io.spillway.rows.parquet;

import io.spillway.base.SpillwayException;
import java.util.Locale;

/** The compression of pages in Parquet files. */
public enum Compression {
  /** Compresses well at low CPU cost. */
  ZSTD(".zstd.parquet"),
  /** Compresses less, at an even lower CPU cost. Every reader supports it. */
  SNAPPY(".snappy.parquet"),
  /** Compresses about as well as {@link #ZSTD}, at a higher CPU cost. Every reader supports it. */
  GZIP(".gz.parquet"),
  /** Disables compression. */
  UNCOMPRESSED(".parquet");

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  /**
   * Returns the compression that a user named.
   *
   * @param option option with the name, for messages
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

  /** Returns the suffix of file names: {@code .zstd.parquet}. */
  public String suffix() {
    return suffix;
  }
}
