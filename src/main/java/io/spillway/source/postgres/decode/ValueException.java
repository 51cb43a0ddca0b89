package io.spillway.source.postgres.decode;

import java.io.IOException;

/**
 * Signals that a value cannot be exported. The message states the reason, and names neither table
 * nor column.
 */
public final class ValueException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int column;

  ValueException(int column, String reason) {
    super(reason);
    this.column = column;
  }

  ValueException(int column, String reason, Throwable cause) {
    super(reason, cause);
    this.column = column;
  }

  /** Returns the index of the value's column, from 0. */
  public int column() {
    return column;
  }
}
