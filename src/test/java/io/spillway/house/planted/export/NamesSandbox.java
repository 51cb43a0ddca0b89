package io.spillway.house.planted.export;

/** Planted: breaks a rule on purpose. */
public final class NamesSandbox {
  public static final Class<?> SANDBOX = io.spillway.house.planted.sandbox.Named.class;

  private NamesSandbox() {}
}
