package io.spillway.house.planted;

/** Planted in the root: closes a cycle with a door. */
public final class Exporter {
  public static final Class<?> DOOR = io.spillway.house.planted.cli.NamesRoot.class;

  private Exporter() {}
}
