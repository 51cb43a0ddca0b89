package io.spillway.source.postgres.decode;

import java.io.IOException;

/** A value that cannot be exported. The message says why, and names neither table nor column. */
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

  /** The index of its column, from 0 on. */
  public int column() {
    return column;
  }
}
