package io.spillway.base;

import java.util.Objects;

/**
 * An error that stops an export, described in one sentence for the user: what failed, why, what to
 * do.
 *
 * <p>The message never holds credentials or presigned URLs.
 */
public class SpillwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The kind of an error; decides the exit code of the command line. */
  public enum Kind {
    /** Signals that the export failed, or that the destination differs. */
    FAILED(ExitCode.FAILED),
    /** Signals a wrong argument, or a given name that does not exist. */
    BAD_INPUT(ExitCode.BAD_INPUT),
    /** Signals that a server cannot be reached, or that it rejects the credentials. */
    UNREACHABLE(ExitCode.UNREACHABLE),
    /** Signals that Spillway declines the operation. */
    REFUSED(ExitCode.REFUSED);

    private final ExitCode exitCode;

    Kind(ExitCode exitCode) {
      this.exitCode = exitCode;
    }

    /** Returns the exit code of a process that ends with this kind of error. */
    public int exitCode() {
      return exitCode.code();
    }
  }

  private final Kind kind;

  /** Creates an error of the given kind. */
  public SpillwayException(Kind kind, String message) {
    super(message);
    this.kind = Objects.requireNonNull(kind);
  }

  /** Creates an error of the given kind with its cause. */
  public SpillwayException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind);
  }

  /** Returns the kind of the error. */
  public Kind kind() {
    return kind;
  }
}
