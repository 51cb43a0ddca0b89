package io.spillway.object;

import java.io.IOException;

/**
 * Exception thrown if a metadata file may be intact but cannot be read here: it has a newer format,
 * RocksDB is not available, or neither the storage nor the server returns it. The listing of the
 * REST API can be read instead.
 */
public final class UnreadableFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message the file that cannot be read, and the reason
   */
  public UnreadableFormatException(String message) {
    super(message);
  }

  public UnreadableFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
