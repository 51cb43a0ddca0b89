package io.spillway.house.planted.sandbox;

/** Planted for others to name. */
public final class Named {
  private Named() {}
}
