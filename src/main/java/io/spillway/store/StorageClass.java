package io.spillway.store;

import io.spillway.base.Choice;
import io.spillway.base.SpillwayException;
import java.util.Locale;

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
    Choice<StorageClass> choice = Choice.of(StorageClass.class, StorageClass::name);
    return choice
        .find(text.toUpperCase(Locale.ROOT))
        .orElseThrow(() -> choice.unknown(option, text));
  }
}
