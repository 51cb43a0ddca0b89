package io.spillway.lakefs;

import java.io.IOException;

/** A metadata file is well but cannot be read here: a newer format, or no RocksDB. The listing of the REST API can take its place. */
public final class UnreadableFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What cannot be read, and why. */
  public UnreadableFormatException(String message) {
    super(message);
  }

  UnreadableFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
