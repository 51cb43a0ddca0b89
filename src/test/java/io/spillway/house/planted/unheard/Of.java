package io.spillway.house.planted.unheard;

/** Planted: breaks a rule on purpose. */
public final class Of {
  private Of() {}
}
