package io.spillway.ledger.lease;

import java.io.IOException;

/**
 * The lease of a destination is no longer ours, or nobody can tell: this export must not sign. The
 * message is one sentence for the user.
 */
public final class LeaseLostException extends IOException {
  private static final long serialVersionUID = 1L;

  LeaseLostException(String sentence) {
    super(sentence);
  }
}
