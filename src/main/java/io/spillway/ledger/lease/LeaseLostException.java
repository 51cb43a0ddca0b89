package io.spillway.ledger.lease;

import java.io.IOException;

/**
 * Thrown if this process no longer holds the lease of a destination, or cannot tell: the export
 * must not sign. The message is one sentence for the user.
 */
public final class LeaseLostException extends IOException {
  private static final long serialVersionUID = 1L;

  LeaseLostException(String sentence) {
    super(sentence);
  }
}
