package io.spillway.object.verify;

import org.jspecify.annotations.Nullable;

/**
 * The result of checking one key: equal or different.
 *
 * @param equality the evidence of equality; null if the key differs
 * @param difference the difference; null if the key is equal
 * @param bytesRead bytes of content read by the check
 */
public record Finding(
    @Nullable Equality equality, @Nullable Difference difference, long bytesRead) {
  public Finding {
    if ((equality == null) == (difference == null)) {
      throw new IllegalArgumentException("Invalid finding: equal or different, not both");
    }
  }

  /** Returns a finding of equality. */
  public static Finding equal(Equality by) {
    return new Finding(by, null, 0);
  }

  /** Returns a finding of a difference. */
  public static Finding of(Difference difference) {
    return new Finding(null, difference, 0);
  }

  /** Returns a copy with the number of content bytes read. */
  public Finding reading(long bytes) {
    return new Finding(equality, difference, bytes);
  }
}
