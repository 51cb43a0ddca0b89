package io.spillway.cli;

import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/** The surroundings of a command: the terminal that it prints on, and the process that runs it. */
public interface CommandContext {
  /** Returns the terminal, which prints results in the chosen format. */
  Terminal terminal();

  /** Returns the storage settings without starting Spark. */
  Configuration storage();

  /**
   * Runs work with a Spark session that stays open until the work ends.
   *
   * @param name of the application, which Spark shows
   * @param verbose whether to show Spark's own log
   * @param warmUp loads libraries while Spark starts
   */
  <T> T onSpark(String name, boolean verbose, Runnable warmUp, Function<Session, T> work);
}
