package io.spillway.house.planted;

/** Planted: breaks a rule on purpose. */
public final class Noun {
  public static final Class<?> DOOR = Exporter.class;

  private Noun() {}
}
