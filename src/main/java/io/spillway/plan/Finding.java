package io.spillway.plan;

import org.jspecify.annotations.Nullable;

/**
 * What became of checking one key: it is equal, or it differs.
 *
 * @param equality why it is equal; null where it differs
 * @param difference what is wrong; null where it is equal
 * @param bytesRead bytes of content that were read to find out
 */
public record Finding(
    @Nullable Equality equality, @Nullable Difference difference, long bytesRead) {
  public Finding {
    if ((equality == null) == (difference == null)) {
      throw new IllegalArgumentException("Invalid finding: equal or different, not both");
    }
  }

  /** It is equal. */
  public static Finding equal(Equality by) {
    return new Finding(by, null, 0);
  }

  /** It differs. */
  public static Finding of(Difference difference) {
    return new Finding(null, difference, 0);
  }

  /** The same, for which so much was read. */
  public Finding reading(long bytes) {
    return new Finding(equality, difference, bytes);
  }
}
