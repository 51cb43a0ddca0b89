package io.spillway.object;

import io.spillway.base.SpillwayException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** By which ways objects and metadata files are read. */
public enum ReadMode {
  /** By all the others in their order, each where the one before is denied. */
  AUTO,
  /** With the job's own credentials for the storage. */
  STORAGE,
  /** By links that lakeFS presigns. */
  PRESIGNED,
  /** Through the lakeFS server. */
  LAKEFS;

  /**
   * Reads a mode as users write it.
   *
   * @param option what the sentence names when there is no such mode
   * @throws SpillwayException (bad input) when there is none
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

  /** Whether what is said to be read in that one way may be read so. */
  public boolean allows(ReadMode way) {
    return this == AUTO || this == way;
  }

  /** As it is written on the command line: {@code auto}, {@code storage}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
