package io.spillway.object;

import java.io.IOException;

/**
 * A metadata file may be well but cannot be read here: a newer format, no RocksDB, or neither the
 * storage nor the server hands it out. The listing of the REST API can take its place.
 */
public final class UnreadableFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What cannot be read, and why. */
  public UnreadableFormatException(String message) {
    super(message);
  }

  public UnreadableFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
