package io.spillway.ledger.lease;

import io.spillway.store.ChangesUnderWay;
import io.spillway.store.WriteGuard;
import io.spillway.store.WriteRefusedException;
import java.util.Optional;

/** The order in which a change begins. */
final class Refusals {
  private Refusals() {}

  /**
   * Adds the change first and asks then: permission that lapses in between aborts it, or is seen.
   *
   * @throws WriteRefusedException if the guard refuses
   */
  static WriteGuard.Permit begin(ChangesUnderWay changes, Runnable abort, WriteGuard guard) {
    WriteGuard.Permit permit = changes.add(abort);
    Optional<String> why = guard.refusal();
    if (why.isPresent()) {
      permit.close();
      throw new WriteRefusedException(why.get());
    }
    return permit;
  }
}
