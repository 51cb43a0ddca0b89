package io.spillway.store;

import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import java.io.IOException;

/**
 * An error that a store reported, or a missing answer. The message is one sentence that names the
 * object, and holds no secrets.
 */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The reason of a failure, which tells the caller how to react. */
  public enum Reason {
    /** No object exists under the key. */
    NOT_FOUND,
    /** The bucket or root directory does not exist. */
    NO_CONTAINER,
    /** The condition did not hold: the object differs from the one that the caller expects. */
    CHANGED,
    /** Credentials are missing or wrong, or lack permissions. */
    DENIED,
    /** This store cannot hold an object under that key or with these attributes. */
    UNFIT,
    /** The server cannot be reached at all. */
    UNREACHABLE,
    /**
     * The answer was lost or could not be interpreted: a write may or may not have happened.
     * Callers read back before they decide.
     */
    UNKNOWN,
    /** The store rejects the request for another reason; a write has not happened. */
    REFUSED,
    /**
     * The permission to write has lapsed ({@link WriteGuard}). A write that was under way may have
     * happened; the process that now has the permission resolves the state.
     */
    LAPSED
  }

  private final Reason reason;

  /** Creates a failure without a cause. */
  public StoreException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Creates a failure with its cause. */
  public StoreException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /**
   * Returns a failure for a body that ended before its size, or continued after it: nothing was
   * written.
   *
   * @param object the object to be written
   * @param size the announced number of bytes
   * @param seen the number of bytes that came, as far as they were counted
   */
  public static StoreException wrongLength(Location object, long size, long seen) {
    String came = seen > size ? "more came" : "only " + seen + " came";
    return new StoreException(
        Reason.REFUSED,
        "Cannot write " + object + ": it should have " + size + " bytes, and " + came + ".");
  }

  /**
   * Returns a failure for a change that is no longer permitted.
   *
   * @param act the change, to follow "Cannot"
   * @param why a sentence
   */
  static StoreException lapsed(String act, String why) {
    return new StoreException(Reason.LAPSED, "Cannot " + act + ": " + why);
  }

  /** Returns the reason, which tells the caller how to react. */
  public Reason reason() {
    return reason;
  }

  /** Returns the kind of error for users if a destination cannot be read or written. */
  public static SpillwayException.Kind kind(IOException e) {
    if (e instanceof StoreException refusal) {
      return switch (refusal.reason()) {
        case NO_CONTAINER, NOT_FOUND, UNFIT -> SpillwayException.Kind.BAD_INPUT;
        case DENIED, UNREACHABLE, UNKNOWN, CHANGED, REFUSED -> SpillwayException.Kind.UNREACHABLE;
        case LAPSED -> SpillwayException.Kind.FAILED;
      };
    }
    return SpillwayException.Kind.UNREACHABLE;
  }
}
