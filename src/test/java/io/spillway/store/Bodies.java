package io.spillway.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;

/** Bodies that are not what they say. */
public final class Bodies {
  /** What a breaking body throws. */
  public static final IOException BROKEN = new IOException("the source broke");

  private Bodies() {}

  /** A body that claims another size than it has. */
  public static Body claiming(long size, byte[] content) {
    return of(size, new ByteArrayInputStream(content));
  }

  /** A body that knows its MD5 before it is read. */
  public static Body knowing(byte[] content) {
    return knowing(Digests.md5Hex(content), content);
  }

  /** A body that takes that for its MD5. */
  public static Body knowing(String md5, byte[] content) {
    return new Body() {
      @Override
      public long size() {
        return content.length;
      }

      @Override
      public Optional<String> md5() {
        return Optional.of(md5);
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(content);
      }
    };
  }

  /** A body that knows its MD5, and whose stream is the test's own. */
  public static Body streaming(byte[] content, Supplier<InputStream> stream) {
    String md5 = Digests.md5Hex(content);
    return new Body() {
      @Override
      public long size() {
        return content.length;
      }

      @Override
      public Optional<String> md5() {
        return Optional.of(md5);
      }

      @Override
      public InputStream open() {
        return stream.get();
      }
    };
  }

  /** A body of zeros that throws {@link #BROKEN} after so many bytes. */
  public static Body breakingAt(long after, long size) {
    return of(
        size,
        new InputStream() {
          private long given;

          @Override
          public int read() throws IOException {
            if (given >= after) {
              throw BROKEN;
            }
            given++;
            return 0;
          }
        });
  }

  private static Body of(long size, InputStream stream) {
    return new Body() {
      @Override
      public long size() {
        return size;
      }

      @Override
      public InputStream open() {
        return stream;
      }
    };
  }
}
