package io.spillway.object.copy;

import io.spillway.base.UnskippableStream;
import io.spillway.store.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A stream that recognizes an object uploaded in parts by its tag, which is the MD5 of its parts'
 * MD5s followed by {@code -N}. S3 does not report the part size, but most clients use one of a few
 * sizes. If none of them fits, the object is not recognized.
 */
final class PartsStream extends UnskippableStream {
  private static final long MIB = 1 << 20;

  /** Default part sizes of s5cmd, the SDKs, Hadoop, lakeFS, rclone and others. */
  private static final long[] USUAL = {
    5 * MIB,
    8 * MIB,
    10 * MIB,
    15 * MIB,
    16 * MIB,
    25 * MIB,
    32 * MIB,
    50 * MIB,
    64 * MIB,
    100 * MIB,
    128 * MIB,
    256 * MIB,
    512 * MIB,
    1024 * MIB
  };

  private final String tag;
  private final List<Parts> candidates;

  /**
   * Creates a recognizing stream.
   *
   * @param size bytes of the whole content
   * @param tag a tag {@linkplain Tag#isOfParts of parts}
   */
  PartsStream(InputStream in, long size, String tag) {
    super(in);
    this.tag = tag.toLowerCase(Locale.ROOT);
    this.candidates = sizes(size, tag.substring(tag.indexOf('-') + 1)).map(Parts::new).toList();
  }

  /** Returns the part sizes that split the given number of bytes into the given number of parts. */
  private static Stream<Long> sizes(long size, String parts) {
    long count = parts.length() > 5 ? 0 : Long.parseLong(parts); // S3 allows 10,000 parts
    if (count < 1 || count > Math.max(1, size)) {
      return Stream.empty();
    }
    return LongStream.concat(LongStream.of(ceil(size, count)), LongStream.of(USUAL))
        .map(part -> Math.max(1, Math.min(part, size)))
        .filter(part -> Math.max(1, ceil(size, part)) == count)
        .distinct()
        .boxed();
  }

  private static long ceil(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  /** Returns whether the bytes read are those that the tag was computed from. */
  boolean isRecognized() {
    return candidates.stream().anyMatch(parts -> parts.tag().equals(tag));
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    if (count > 0) {
      candidates.forEach(parts -> parts.update(buffer, offset, count));
    }
    return count;
  }

  /** The content as parts of one size; the last part may be shorter. */
  private static final class Parts {
    private final long partSize;
    private final MessageDigest part = Digests.md5();
    private final MessageDigest all = Digests.md5();
    private long inPart;
    private int count;

    Parts(long partSize) {
      this.partSize = partSize;
    }

    void update(byte[] buffer, int offset, int length) {
      for (int done = 0; done < length; ) {
        int taken = (int) Math.min(length - done, partSize - inPart);
        part.update(buffer, offset + done, taken);
        done += taken;
        inPart += taken;
        if (inPart == partSize) {
          endPart();
        }
      }
    }

    private void endPart() {
      all.update(part.digest());
      inPart = 0;
      count++;
    }

    /** Returns the tag of all bytes added; no more bytes may follow. */
    String tag() {
      if (inPart > 0 || count == 0) {
        endPart();
      }
      return HexFormat.of().formatHex(all.digest()) + "-" + count;
    }
  }
}
