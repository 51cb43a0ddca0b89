package io.spillway.ledger.lease;

import io.spillway.base.Environment;
import io.spillway.store.Stores;
import io.spillway.store.WriteGuard;
import io.spillway.store.WriteGuardProvider;

/** A provider of watches for processes that write under the lease of another process. */
public final class LeaseWatches implements WriteGuardProvider {
  @Override
  public WriteGuard open(String reference, Stores stores, Runnable idle) {
    LeaseReference lease = LeaseReference.parse(reference);
    LeaseWatch watch =
        new LeaseWatch(
            new LeaseFiles(stores, lease.ledger()),
            lease.number(),
            lease.timing(),
            Environment.system(),
            idle);
    watch.start();
    return watch;
  }
}
