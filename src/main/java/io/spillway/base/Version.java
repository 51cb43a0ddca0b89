package io.spillway.base;

import java.util.Optional;

/** Which Spillway this is. */
public final class Version {
  private Version() {}

  /** The version as the jar states it; {@code dev} when it does not run from one. */
  public static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("dev");
  }
}
