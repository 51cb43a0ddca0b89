package io.spillway.store.s3;

import io.spillway.base.Settings;
import io.spillway.store.Body;
import io.spillway.store.Writing;
import java.util.ArrayList;
import java.util.List;

/**
 * Sizes at which an object is sent to S3 in parts, in bytes.
 *
 * @param part the size that is buffered and sent in one request; also the smallest part
 * @param copy the maximum size of a copy in one request
 * @param copyPart the smallest part of a copy
 * @param put the maximum size that is sent in one request if its MD5 is known before it is read, so
 *     that it need not be buffered
 */
record S3Limits(long part, long copy, long copyPart, long put) {
  private static final long MIB = 1 << 20;

  /** The maximum number of parts of an object in S3. */
  static final int MOST_PARTS = 10_000;

  private static final long MOST_PART_OF_UNKNOWN = 1_072 * MIB;
  private static final long COPY_PART = 64 * MIB;

  /**
   * The size up to which a body is always buffered, because that is cheaper than reading it again.
   */
  private static final long SMALL = MIB;

  /** The defaults: 8 MiB for a buffered request; 128 MiB for a copy, and for a streamed body. */
  static final S3Limits DEFAULT = withThreshold(Writing.DEFAULT.partThreshold());

  /**
   * One part of an object.
   *
   * @param number the number of the part, from 1
   * @param first the offset of its first byte
   * @param size the size in bytes
   */
  record Part(int number, long first, long size) {
    long last() {
      return first + size - 1;
    }
  }

  /** Returns the limits with the part threshold of the settings. */
  static S3Limits of(Settings settings) {
    return settings
        .find(Writing.PART_THRESHOLD)
        .map(threshold -> withThreshold(Long.parseLong(threshold)))
        .orElse(DEFAULT);
  }

  private static S3Limits withThreshold(long bytes) {
    return new S3Limits(8 * MIB, bytes, Math.min(COPY_PART, bytes), bytes);
  }

  /** Returns whether a body is small enough to be buffered and sent in one request. */
  boolean isBuffered(Body body) {
    return body.size() <= (isStreamed(body) ? Math.min(part, SMALL) : part);
  }

  /** Returns whether a body may be streamed in one request. */
  boolean isStreamed(Body body) {
    return body.size() <= put && body.md5().isPresent();
  }

  /**
   * Returns the size of a part of an object of unknown size. It doubles with each thousand parts,
   * up to 1,072 MiB, so that 10,000 parts suffice for 5 TiB.
   *
   * @param number the number of the part, from 1
   */
  int partOfUnknown(int number) {
    int doublings = (number - 1) / 1_000;
    return (int) Math.min((2 * part) << doublings, MOST_PART_OF_UNKNOWN);
  }

  /** Returns the size of parts, so that 10,000 suffice. */
  long partOf(long size) {
    return enough(part, size);
  }

  /** Returns the parts of a copy, at most 10,000; all but the last have equal sizes. */
  List<Part> copyParts(long size) {
    long partSize = enough(copyPart, size);
    List<Part> parts = new ArrayList<>();
    for (long first = 0; first < size; first += partSize) {
      parts.add(new Part(parts.size() + 1, first, Math.min(partSize, size - first)));
    }
    return parts;
  }

  private static long enough(long smallest, long size) {
    long needed = (size + MOST_PARTS - 1) / MOST_PARTS;
    return needed <= smallest ? smallest : (needed + MIB - 1) / MIB * MIB;
  }
}
