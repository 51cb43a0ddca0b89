package io.spillway.base;

import java.util.Optional;

/** The version of this Spillway build. */
public final class Version {
  private Version() {}

  /** Returns the version from the jar's manifest; {@code dev} outside a jar. */
  public static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("dev");
  }
}
