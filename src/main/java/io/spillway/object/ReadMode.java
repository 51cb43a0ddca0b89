package io.spillway.object;

import io.spillway.base.SpillwayException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The ways in which objects and metadata files may be read. */
public enum ReadMode {
  /**
   * All other ways in their order; the next one is used if access by the previous one is denied.
   */
  AUTO,
  /** Directly from the storage, with the job's own credentials. */
  STORAGE,
  /** By links that lakeFS presigns. */
  PRESIGNED,
  /** Through the lakeFS server. */
  LAKEFS;

  /**
   * Parses a mode as written on the command line.
   *
   * @param option the name of the option, for the error message
   * @throws SpillwayException (bad input) if no such mode exists
   */
  public static ReadMode parse(String option, String text) {
    return Arrays.stream(values())
        .filter(mode -> mode.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new SpillwayException(
                    SpillwayException.Kind.BAD_INPUT,
                    option + " is '" + text + "': give one of " + all() + "."));
  }

  private static String all() {
    return Arrays.stream(values()).map(ReadMode::text).collect(Collectors.joining(", "));
  }

  /** Returns whether this mode permits reads in the given way. */
  public boolean allows(ReadMode way) {
    return this == AUTO || this == way;
  }

  /** Returns the form used on the command line: {@code auto}, {@code storage}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
