package io.spillway.house.planted;

/** Planted: breaks a rule on purpose. */
public final class Exporter {
  private Exporter() {}
}
