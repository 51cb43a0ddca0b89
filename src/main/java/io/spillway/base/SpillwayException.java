package io.spillway.base;

import java.util.Objects;

/**
 * Something that stops an export, said in one sentence for the user: what happened, why, what to
 * do.
 *
 * <p>The message never holds credentials or presigned URLs.
 */
public class SpillwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of trouble it is; decides the exit code of the command line. */
  public enum Kind {
    /** The export failed, or the destination differs. */
    FAILED(1),
    /** An argument is wrong, or a name that was given does not exist. */
    BAD_INPUT(2),
    /** A server cannot be reached, or refuses the credentials. */
    UNREACHABLE(3),
    /** Spillway declines to do it. */
    REFUSED(4);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    /** The exit code of a process that ends with this kind of trouble. */
    public int exitCode() {
      return exitCode;
    }
  }

  private final Kind kind;

  /** Trouble of the given kind. */
  public SpillwayException(Kind kind, String message) {
    super(message);
    this.kind = Objects.requireNonNull(kind);
  }

  /** Trouble of the given kind, with what caused it. */
  public SpillwayException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind);
  }

  /** What kind of trouble it is. */
  public Kind kind() {
    return kind;
  }
}
