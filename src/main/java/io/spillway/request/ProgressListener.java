package io.spillway.request;

/** A listener for the progress of an export. It is called by one thread at a time. */
public interface ProgressListener {
  /** A listener that ignores all events. */
  ProgressListener NONE = new ProgressListener() {};

  /**
   * Begins a step.
   *
   * @param name for people: {@code planning}, {@code round 1 of 2}
   * @param objects the number of objects in it, or -1 if unknown
   * @param bytes the number of bytes in it, or -1 if unknown
   */
  default void begins(String name, long objects, long bytes) {}

  /**
   * Begins a step that writes rows. {@link #reached} then receives rows, and the bytes of complete
   * files.
   *
   * @param name for people
   * @param rows the approximate number of rows to write, or -1 if unknown
   */
  default void beginsRows(String name, long rows) {
    begins(name, rows, -1);
  }

  /**
   * Reports the number of complete tables, within a step that writes rows.
   *
   * @param done the number of complete tables
   * @param all the number of exported tables
   */
  default void tables(int done, int all) {}

  /**
   * Reports the progress of the step. The values may lag slightly, and calls are at least a moment
   * apart.
   *
   * @param objects the number of objects done in this step
   * @param bytes the number of bytes done in this step
   */
  default void reached(long objects, long bytes) {}

  /** Ends the step, with or without success. */
  default void ends() {}
}
