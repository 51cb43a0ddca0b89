package io.spillway.house.planted.cli;

/** Planted: breaks a rule on purpose. */
public final class Cycle {
  public static final Class<?> BACK = io.spillway.house.planted.serve.CyclesBack.class;

  private Cycle() {}
}
