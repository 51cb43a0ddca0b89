package io.spillway.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes to be written. Its stream is opened once for a write; stores buffer what they may have to
 * send again.
 */
public interface Body {
  /** How many bytes there are. */
  long size();

  /** The bytes, from the first. */
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
