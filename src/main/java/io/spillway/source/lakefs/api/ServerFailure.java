package io.spillway.source.lakefs.api;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;

import io.spillway.base.SpillwayException;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import java.io.IOException;

/**
 * A request to a lakeFS server that came to nothing; callers turn it into what they promise to
 * throw.
 */
final class ServerFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /** What it means for an export as a whole, and for the reading of one object. */
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

  /** Whether what was asked for does not exist. */
  boolean isMissing() {
    return trouble == Trouble.NOT_FOUND;
  }

  /**
   * As something that stops the export.
   *
   * @param hint a sentence that follows, with a blank before it; or nothing
   */
  SpillwayException stop(String hint) {
    return new SpillwayException(trouble.kind, getMessage() + hint, this);
  }

  /** As the failure of one object. */
  StoreException ofObject() {
    String sentence = trouble == Trouble.NOT_FOUND ? "" : "Cannot read " + subject + ": ";
    return new StoreException(trouble.reason, sentence + getMessage(), this);
  }
}
