package io.spillway.rows.parquet;

import io.spillway.base.Choice;
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

  /** All of them, as users name them. */
  public static final Choice<Compression> CHOICE = Choice.of(Compression.class, Compression::text);

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
    return CHOICE.parse(option, text);
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
