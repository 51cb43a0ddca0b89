package io.spillway.house.planted.serve;

/** Planted: breaks a rule on purpose. */
public final class NamesSandbox {
  public static final Class<?> SANDBOX = io.spillway.house.planted.sandbox.NamesDoor.class;

  private NamesSandbox() {}
}
