package io.spillway.store.s3;

import io.spillway.base.Settings;
import io.spillway.store.Body;
import io.spillway.store.Writing;
import java.util.ArrayList;
import java.util.List;

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

  /** What S3 puts together. */
  static final int MOST_PARTS = 10_000;

  private static final long MOST_PART_OF_UNKNOWN = 1_072 * MIB;
  private static final long COPY_PART = 64 * MIB;

  /** What is buffered even where it need not be: it is cheaper than to read it again. */
  private static final long SMALL = MIB;

  /** 8 MiB buffered to a request; 128 MiB to a copy, and to a body that is sent as it comes. */
  static final S3Limits DEFAULT = withThreshold(Writing.DEFAULT.partThreshold());

  /** One part of an object: its number, from 1 on, and where it lies. */
  record Part(int number, long first, long size) {
    long last() {
      return first + size - 1;
    }
  }

  /** The same with parts above the threshold that the settings tell. */
  static S3Limits of(Settings settings) {
    return settings
        .find(Writing.PART_THRESHOLD)
        .map(threshold -> withThreshold(Long.parseLong(threshold)))
        .orElse(DEFAULT);
  }

  private static S3Limits withThreshold(long bytes) {
    return new S3Limits(8 * MIB, bytes, Math.min(COPY_PART, bytes), bytes);
  }

  /** Whether a body is small enough to wait in memory and go in one request. */
  boolean isBuffered(Body body) {
    return body.size() <= (isStreamed(body) ? Math.min(part, SMALL) : part);
  }

  /** Whether a body may go in one request as it comes. */
  boolean isStreamed(Body body) {
    return body.size() <= put && body.md5().isPresent();
  }

  /**
   * The size of a part of an object whose size nobody knows. It doubles with each thousand parts,
   * up to 1,072 MiB: so 10,000 suffice for 5 TiB.
   *
   * @param number from 1 on
   */
  int partOfUnknown(int number) {
    int doublings = (number - 1) / 1_000;
    return (int) Math.min((2 * part) << doublings, MOST_PART_OF_UNKNOWN);
  }

  /** The size of parts, so that 10,000 suffice. */
  long partOf(long size) {
    return enough(part, size);
  }

  /** The parts of a copy, at most 10,000; all but the last have one size. */
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
