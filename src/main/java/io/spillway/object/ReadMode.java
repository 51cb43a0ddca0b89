package io.spillway.object;

import io.spillway.base.Choice;
import io.spillway.base.SpillwayException;
import java.util.Locale;

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

  /** All of them, as users name them. */
  public static final Choice<ReadMode> CHOICE = Choice.of(ReadMode.class, ReadMode::text);

  /**
   * Parses a mode as written on the command line.
   *
   * @param option the name of the option, for the error message
   * @throws SpillwayException (bad input) if no such mode exists
   */
  public static ReadMode parse(String option, String text) {
    return CHOICE.parse(option, text);
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
