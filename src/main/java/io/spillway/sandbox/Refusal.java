package io.spillway.sandbox;

/** The rejection of a request, with the status and message of lakeFS's response. */
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

  /** Returns the HTTP status. */
  int status() {
    return status;
  }
}
