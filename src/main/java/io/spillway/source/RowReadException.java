package io.spillway.source;

import java.io.IOException;

/** Rows could not be read. The message is for the user and names the table, not the source. */
public final class RowReadException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Remedy remedy;

  /** What may help. */
  public enum Remedy {
    /** Nothing: it would end like that again. */
    NONE,
    /** The same once more through the same session. */
    AGAIN,
    /** The same once more through a new session: this one is of no use any more. */
    ANOTHER_SESSION
  }

  /**
   * A failure.
   *
   * @param remedy what may help
   */
  public RowReadException(String message, Remedy remedy, Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  /** A failure that nothing helps. */
  public RowReadException(String message) {
    super(message);
    this.remedy = Remedy.NONE;
  }

  /** Whether reading the same once more may succeed. */
  public boolean mayTryAgain() {
    return remedy != Remedy.NONE;
  }

  /** Whether the session is of no use any more. */
  public boolean isBroken() {
    return remedy == Remedy.ANOTHER_SESSION;
  }
}
