package io.spillway.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The bytes of an object to write. A body with a known MD5 can be opened again, so a store may
 * stream it and start over if a request has to be repeated. A body without one is opened once, and
 * the store buffers the bytes that it may have to send again.
 */
public interface Body {
  /** Returns the number of bytes. */
  long size();

  /**
   * Returns the MD5 of the bytes in lower-case hexadecimal digits, if it is known before they are
   * read.
   */
  default Optional<String> md5() {
    return Optional.empty();
  }

  /**
   * Opens the bytes from the first. Called again only if {@link #md5} is known, and after the
   * previous stream was closed. The caller closes the stream.
   */
  InputStream open() throws IOException;

  /** Returns a body of bytes in memory. */
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
