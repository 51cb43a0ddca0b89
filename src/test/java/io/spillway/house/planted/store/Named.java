package io.spillway.house.planted.store;

/** Planted for others to name. */
public final class Named {
  private Named() {}
}
