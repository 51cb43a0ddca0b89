package io.spillway.store;

import io.spillway.base.SpillwayException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Storage classes by their S3 names. */
public enum StorageClass {
  STANDARD,
  REDUCED_REDUNDANCY,
  STANDARD_IA,
  ONEZONE_IA,
  INTELLIGENT_TIERING,
  GLACIER_IR,
  GLACIER,
  DEEP_ARCHIVE,
  OUTPOSTS;

  /**
   * Parses a storage class; case is ignored.
   *
   * @param option the option or setting, as the message names it
   * @throws SpillwayException (bad input) if the class does not exist
   */
  public static StorageClass parse(String option, String text) {
    return Arrays.stream(values())
        .filter(known -> known.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new SpillwayException(
                    SpillwayException.Kind.BAD_INPUT,
                    option
                        + " is '"
                        + text
                        + "': give one of "
                        + Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))
                        + "."));
  }
}
