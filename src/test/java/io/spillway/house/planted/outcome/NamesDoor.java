package io.spillway.house.planted.outcome;

/** Planted: breaks a rule on purpose. */
public final class NamesDoor {
  public static final Class<?> DOOR = io.spillway.house.planted.Exporter.class;

  private NamesDoor() {}
}
