package io.spillway.house.planted.serve;

/** Planted: breaks a rule on purpose. */
public final class CyclesBack {
  public static final Class<?> BACK = io.spillway.house.planted.cli.Cycle.class;

  private CyclesBack() {}
}
