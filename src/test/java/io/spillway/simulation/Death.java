package io.spillway.simulation;

/** The end of a process at a request: no thread of it does anything more. */
final class Death extends Error {
  static final Death DEATH = new Death();

  private static final long serialVersionUID = 1L;

  private Death() {
    super("This process is dead", null, false, false);
  }
}
