package io.spillway.house.planted.base;

/** Planted for others to name. */
public final class Named {
  private Named() {}
}
