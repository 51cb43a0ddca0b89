package io.spillway.house.planted.cli;

/** Planted: closes a cycle with the root. */
public final class NamesRoot {
  public static final Class<?> ROOT = io.spillway.house.planted.Exporter.class;

  private NamesRoot() {}
}
