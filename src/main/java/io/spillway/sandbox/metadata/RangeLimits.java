package io.spillway.sandbox.metadata;

/**
 * The limits at which a range ends: after a key that is chosen by its hash, so that every commit
 * chooses the same keys, or when the range is full.
 *
 * @param maxEntries entries at which a range is full
 * @param maxBytes bytes of keys and values at which a range is full
 * @param raggedness one key in this number ends its range, on average
 */
public record RangeLimits(long maxEntries, long maxBytes, long raggedness) {
  /** The defaults of lakeFS. */
  public static final RangeLimits DEFAULT = new RangeLimits(Long.MAX_VALUE, 20L << 20, 50_000);

  // FNV-1a, 64 bits
  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  public RangeLimits {
    if (maxEntries < 1 || maxBytes < 1 || raggedness < 1) {
      throw new IllegalArgumentException("Invalid range limits, each must be at least 1");
    }
  }

  /**
   * Returns whether a range ends after a key, as in lakeFS's {@code
   * pkg/graveler/sstable/writer.go}.
   *
   * @param entries in the range so far
   * @param bytes of keys and values in the range so far
   */
  public boolean endsAfter(byte[] key, long entries, long bytes) {
    return entries >= maxEntries
        || bytes >= maxBytes
        || Long.remainderUnsigned(fnv1(key), raggedness) == 0;
  }

  // Go's fnv.New64a: exclusive or first, then multiply.
  private static long fnv1(byte[] key) {
    long hash = FNV_BASIS;
    for (byte b : key) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash;
  }
}
