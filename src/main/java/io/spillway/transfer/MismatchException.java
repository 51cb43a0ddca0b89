package io.spillway.transfer;

import java.io.IOException;

/** What is at the source, or arrived at the destination, is not what the snapshot has. */
final class MismatchException extends IOException {
  private static final long serialVersionUID = 1L;

  MismatchException(String message) {
    super(message);
  }
}
