package io.spillway.rows;

import java.io.IOException;

/**
 * Signals that rows could not be read. The message is for the user and names the table, not the
 * source.
 */
public final class RowReadException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Remedy remedy;

  /** A way to recover from the failure. */
  public enum Remedy {
    /** No remedy: another attempt would fail in the same way. */
    NONE,
    /** Another attempt through the current session. */
    AGAIN,
    /** Another attempt through a new session, because the current one is unusable. */
    ANOTHER_SESSION
  }

  /**
   * Creates a failure.
   *
   * @param remedy way to recover
   */
  public RowReadException(String message, Remedy remedy, Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  /** Creates a failure without a remedy. */
  public RowReadException(String message) {
    super(message);
    this.remedy = Remedy.NONE;
  }

  /** Returns whether another attempt may succeed. */
  public boolean mayTryAgain() {
    return remedy != Remedy.NONE;
  }

  /** Returns whether the session is unusable. */
  public boolean isBroken() {
    return remedy == Remedy.ANOTHER_SESSION;
  }
}
