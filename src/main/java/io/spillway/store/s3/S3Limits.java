package io.spillway.store.s3;

import io.spillway.store.Body;

/**
 * Sizes at which S3 wants an object in parts, in bytes.
 *
 * @param part what is buffered and sent in one request; also the smallest part
 * @param copy what is copied in one request, at most
 * @param copyPart the smallest part of a copy
 * @param put what is sent in one request, at most, where its MD5 is known before it is read, so
 *     that it need not be buffered
 */
record S3Limits(long part, long copy, long copyPart, long put) {
  private static final long MIB = 1 << 20;
  private static final int MOST_PARTS = 10_000;

  /**
   * 8 MiB buffered to a request, 128 MiB as they come, 5 GiB to a copy: the most that S3 copies at
   * once.
   */
  static final S3Limits DEFAULT = new S3Limits(8 * MIB, 5 * 1024 * MIB, 512 * MIB, 128 * MIB);

  /** What is buffered even where it need not be: it is cheaper than to read it again. */
  private static final long SMALL = MIB;

  /** Whether a body is small enough to wait in memory and go in one request. */
  boolean isBuffered(Body body) {
    return body.size() <= (isStreamed(body) ? Math.min(part, SMALL) : part);
  }

  /** Whether a body may go in one request as it comes. */
  boolean isStreamed(Body body) {
    return body.size() <= put && body.md5().isPresent();
  }

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
