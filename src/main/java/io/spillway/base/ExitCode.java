package io.spillway.base;

/** The exit codes of the command line. Help and reference print them from here. */
public enum ExitCode {
  DONE(0, "done"),
  FAILED(1, "the export failed, or the destination differs"),
  BAD_INPUT(2, "bad input, or a name that does not exist"),
  UNREACHABLE(3, "a server cannot be reached, or rejects the credentials"),
  REFUSED(
      4,
      "refused: the lease is held, another base, ledger or filters, --max-delete, a mirror's"
          + " guards, a folder that is not empty"),
  CANCELED(130, "canceled");

  private final int code;
  private final String sentence;

  ExitCode(int code, String sentence) {
    this.code = code;
    this.sentence = sentence;
  }

  /** Returns the number with which the process ends. */
  public int code() {
    return code;
  }

  /** Returns the meaning, for users. */
  public String sentence() {
    return sentence;
  }

  /** Returns the code of a comparison. */
  public static ExitCode ofEqual(boolean isEqual) {
    return isEqual ? DONE : FAILED;
  }
}
