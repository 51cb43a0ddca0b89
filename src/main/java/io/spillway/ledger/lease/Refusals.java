package io.spillway.ledger.lease;

import io.spillway.store.ChangesUnderWay;
import io.spillway.store.WriteGuard;
import io.spillway.store.WriteRefusedException;
import java.util.Optional;

/** A helper that begins changes in the order that a guard requires. */
final class Refusals {
  private Refusals() {}

  /**
   * Registers the change before it asks the guard. If permission lapses in between, the change is
   * aborted or the guard refuses it.
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
