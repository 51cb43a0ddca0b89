package io.spillway.store.s3;

/**
 * Sizes at which S3 wants an object in parts, in bytes.
 *
 * @param part what is sent in one request; also the smallest part
 * @param copy what is copied in one request, at most
 * @param copyPart the smallest part of a copy
 */
record S3Limits(long part, long copy, long copyPart) {
  private static final long MIB = 1 << 20;
  private static final int MOST_PARTS = 10_000;

  /** 8 MiB to a request, 5 GiB to a copy: the most that S3 copies at once. */
  static final S3Limits DEFAULT = new S3Limits(8 * MIB, 5 * 1024 * MIB, 512 * MIB);

  /** The size of parts, so that 10,000 suffice. */
  long partOf(long size) {
    return enough(part, size);
  }

  /** The size of a copy's parts, so that 10,000 suffice. */
  long copyPartOf(long size) {
    return enough(copyPart, size);
  }

  private static long enough(long smallest, long size) {
    long needed = (size + MOST_PARTS - 1) / MOST_PARTS;
    return needed <= smallest ? smallest : (needed + MIB - 1) / MIB * MIB;
  }
}
