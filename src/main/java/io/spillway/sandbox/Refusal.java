package io.spillway.sandbox;

/** What lakeFS would refuse, with the status and the words of its answer. */
final class Refusal extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final int status;

  Refusal(int status, String message) {
    super(message);
    this.status = status;
  }

  static Refusal notFound(String message) {
    return new Refusal(404, message);
  }

  static Refusal badRequest(String message) {
    return new Refusal(400, message);
  }

  /** The HTTP status. */
  int status() {
    return status;
  }
}
