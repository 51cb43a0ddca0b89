package io.spillway.parquet;

import io.spillway.SpillwayException;
import java.util.Locale;

/** How the pages of Parquet files are compressed. */
public enum Compression {
  /** Small files at little cost. */
  ZSTD(".zstd.parquet"),
  /** Larger files at less cost; every reader takes it. */
  SNAPPY(".snappy.parquet"),
  /** About as small as {@link #ZSTD}, at a higher cost; every reader takes it. */
  GZIP(".gz.parquet"),
  /** Not at all. */
  UNCOMPRESSED(".parquet");

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  /**
   * Reads what a user gave.
   *
   * @param option what says so, as the message names it
   * @throws SpillwayException (bad input) when it is none of them
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

  /** As users write it: {@code zstd}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The end of a file's name: {@code .zstd.parquet}. */
  public String suffix() {
    return suffix;
  }
}
