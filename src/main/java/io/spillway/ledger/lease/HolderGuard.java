package io.spillway.ledger.lease;

import io.spillway.store.ChangesUnderWay;
import io.spillway.store.WriteGuard;
import java.util.Optional;

/**
 * The guard of the process that holds a lease. It sends no request to the store: each acknowledged
 * beat is a confirmation, dated by the moment before it was sent.
 */
final class HolderGuard implements WriteGuard {
  private final Heartbeat pulse;
  private final ChangesUnderWay changes = new ChangesUnderWay();

  HolderGuard(Heartbeat pulse) {
    this.pulse = pulse;
    pulse.loss().listen(why -> changes.abort());
  }

  @Override
  public Optional<String> refusal() {
    return pulse.objection();
  }

  @Override
  public Permit begin(Runnable abort) {
    return Refusals.begin(changes, abort, this);
  }
}
