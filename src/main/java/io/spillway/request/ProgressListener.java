package io.spillway.request;

/** Is told how an export goes on, from one thread at a time. */
public interface ProgressListener {
  /** Listens to nothing. */
  ProgressListener NONE = new ProgressListener() {};

  /**
   * A step begins.
   *
   * @param name for people: {@code planning}, {@code round 1 of 2}
   * @param objects to do in it, or -1 where nobody knows yet
   * @param bytes to do in it, or -1
   */
  default void begins(String name, long objects, long bytes) {}

  /**
   * A step begins that writes rows: {@link #reached} then tells rows, and bytes of files that are
   * whole.
   *
   * @param name for people
   * @param rows to write, about, or -1 where nobody knows
   */
  default void beginsRows(String name, long rows) {
    begins(name, rows, -1);
  }

  /**
   * So many tables are whole; told within a step that writes rows.
   *
   * @param done of them
   * @param all that are exported
   */
  default void tables(int done, int all) {}

  /**
   * The step is that far; may be a little behind, and is never told twice a moment.
   *
   * @param objects done in this step
   * @param bytes done in this step
   */
  default void reached(long objects, long bytes) {}

  /** The step is over, well or not. */
  default void ends() {}
}
