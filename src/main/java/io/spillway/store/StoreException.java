package io.spillway.store;

import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import java.io.IOException;

/**
 * A store said no, or said nothing. The message is one sentence that names the object, and holds no
 * secrets.
 */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What the caller can make of it. */
  public enum Reason {
    /** There is no object by that key. */
    NOT_FOUND,
    /** There is no such bucket or root directory. */
    NO_CONTAINER,
    /** The guard did not hold: the object is another than the caller expects. */
    CHANGED,
    /** No credentials, wrong ones, or not enough rights. */
    DENIED,
    /** This store cannot hold an object by that key or with these attributes. */
    UNFIT,
    /** The server cannot be reached at all. */
    UNREACHABLE,
    /**
     * The answer was lost or made no sense: a write may or may not have happened. Read back before
     * judging.
     */
    UNKNOWN,
    /** The store refuses for another reason; a write has not happened. */
    REFUSED,
    /**
     * The permission to write has lapsed ({@link WriteGuard}). A write that was under way may have
     * happened; the holder of the permission now settles what is there.
     */
    LAPSED
  }

  private final Reason reason;

  /** A failure that nothing else caused. */
  public StoreException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** A failure with its cause. */
  public StoreException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /**
   * A body that ended before its size, or went on after it: nothing was written.
   *
   * @param object what was to be written
   * @param size the bytes that were announced
   * @param seen the bytes that came, as far as they were counted
   */
  public static StoreException wrongLength(Location object, long size, long seen) {
    String came = seen > size ? "more came" : "only " + seen + " came";
    return new StoreException(
        Reason.REFUSED,
        "Cannot write " + object + ": it should have " + size + " bytes, and " + came + ".");
  }

  /**
   * A change that may not be made any more.
   *
   * @param act what was to be done, to follow "Cannot"
   * @param why a sentence
   */
  static StoreException lapsed(String act, String why) {
    return new StoreException(Reason.LAPSED, "Cannot " + act + ": " + why);
  }

  /** What the caller can make of it. */
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
