package io.spillway.object.copy;

import io.spillway.base.UnskippableStream;
import io.spillway.store.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A stream that counts and digests the bytes read. It calls the verdict before the reader gets the
 * last bytes, so a reader that stops at the expected size is covered like one that reads to the
 * end.
 */
final class Md5Stream extends UnskippableStream {
  /** A check of the whole content's size and MD5, called before the end is reported. */
  interface Verdict {
    void judge(long size, String md5) throws IOException;
  }

  private static final long UNKNOWN = -1;

  private final MessageDigest digest = Digests.md5();
  private final long expected;
  private final Verdict verdict;
  private long size;
  private boolean judged;

  /**
   * Creates a digesting stream.
   *
   * @param expected the expected number of bytes
   */
  Md5Stream(InputStream in, long expected, Verdict verdict) throws IOException {
    super(in);
    this.expected = expected;
    this.verdict = verdict;
    if (expected == 0) {
      judge();
    }
  }

  /** Reads a stream to its end and returns the MD5. */
  static String drain(InputStream in) throws IOException {
    String[] result = {""};
    new Md5Stream(in, UNKNOWN, (size, md5) -> result[0] = md5)
        .transferTo(OutputStream.nullOutputStream());
    return result[0];
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    if (count > 0) {
      digest.update(buffer, offset, count);
      size += count;
    }
    if (!judged && (count < 0 || size == expected)) {
      judge();
    }
    return count;
  }

  private void judge() throws IOException {
    judged = true;
    verdict.judge(size, HexFormat.of().formatHex(digest.digest()));
  }
}
