package io.spillway.object.copy;

import io.spillway.base.Choice;
import java.util.Locale;

/** The policy for user metadata that the destination cannot hold. */
public enum MetadataPolicy {
  /** The object is a failed key. */
  STRICT,
  /** The metadata is dropped, and the object is counted. */
  DROP_INVALID;

  /** All of them, as users name them. */
  public static final Choice<MetadataPolicy> CHOICE =
      Choice.of(MetadataPolicy.class, MetadataPolicy::text);

  /** Returns the form used on the command line: {@code strict}, {@code drop-invalid}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
