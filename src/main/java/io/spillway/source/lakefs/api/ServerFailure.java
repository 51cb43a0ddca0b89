package io.spillway.source.lakefs.api;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;

import io.spillway.base.SpillwayException;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import java.io.IOException;

/**
 * Exception thrown if a request to a lakeFS server fails. Callers convert it to the exception that
 * they declare.
 */
final class ServerFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /** The meaning of a failure for an export as a whole, and for the read of one object. */
  enum Trouble {
    NOT_FOUND(BAD_INPUT, Reason.NOT_FOUND),
    DENIED(SpillwayException.Kind.UNREACHABLE, Reason.DENIED),
    UNREACHABLE(SpillwayException.Kind.UNREACHABLE, Reason.UNREACHABLE),
    NOT_LAKEFS(SpillwayException.Kind.UNREACHABLE, Reason.UNKNOWN),
    FAILED(SpillwayException.Kind.UNREACHABLE, Reason.UNKNOWN),
    REFUSED(BAD_INPUT, Reason.REFUSED);

    private final SpillwayException.Kind kind;
    private final Reason reason;

    Trouble(SpillwayException.Kind kind, Reason reason) {
      this.kind = kind;
      this.reason = reason;
    }
  }

  private final Trouble trouble;
  private final String subject;

  ServerFailure(Trouble trouble, String subject, String sentence, Throwable cause) {
    super(sentence, cause);
    this.trouble = trouble;
    this.subject = subject;
  }

  ServerFailure(Trouble trouble, String subject, String sentence) {
    super(sentence);
    this.trouble = trouble;
    this.subject = subject;
  }

  /** Returns whether the requested thing does not exist. */
  boolean isMissing() {
    return trouble == Trouble.NOT_FOUND;
  }

  /**
   * Returns this failure as an exception that stops the export.
   *
   * @param hint a sentence to append, which begins with a blank; may be empty
   */
  SpillwayException stop(String hint) {
    return new SpillwayException(trouble.kind, getMessage() + hint, this);
  }

  /** Returns this failure as the failure of one object. */
  StoreException ofObject() {
    String sentence = trouble == Trouble.NOT_FOUND ? "" : "Cannot read " + subject + ": ";
    return new StoreException(trouble.reason, sentence + getMessage(), this);
  }
}
