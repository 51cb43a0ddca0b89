package io.spillway.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Bytes to be written. One that knows its MD5 can be opened again, so that a store may send it as
 * it comes and begin anew when it has to; one that does not is opened once, and the store buffers
 * what it may have to send again.
 */
public interface Body {
  /** How many bytes there are. */
  long size();

  /**
   * The MD5 of the bytes in lower-case hexadecimal digits, where it is known before they are read.
   */
  default Optional<String> md5() {
    return Optional.empty();
  }

  /**
   * The bytes, from the first. Called a second time only where {@link #md5} is known, and after the
   * stream before was closed.
   */
  InputStream open() throws IOException;

  /** Bytes that are at hand. */
  static Body of(byte[] bytes) {
    return new Body() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }
}
