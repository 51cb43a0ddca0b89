package io.spillway.object.copy;

import java.util.Locale;

/** What to do with user metadata that the destination cannot hold. */
public enum MetadataPolicy {
  /** The object is a failed key. */
  STRICT,
  /** The metadata is dropped, and the object counted. */
  DROP_INVALID;

  /** As it is written on the command line: {@code strict}, {@code drop-invalid}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
