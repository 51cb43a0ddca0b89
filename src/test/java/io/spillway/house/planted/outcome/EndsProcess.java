package io.spillway.house.planted.outcome;

/** Planted: breaks a rule on purpose. */
public final class EndsProcess {
  private EndsProcess() {}

  static void end() {
    System.exit(1);
  }
}
