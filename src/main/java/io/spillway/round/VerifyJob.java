package io.spillway.round;

import io.spillway.KeyGlobs;
import io.spillway.destination.Found;
import java.io.Serializable;

/**
 * All that a worker must know to compare a destination with a snapshot.
 *
 * @param job says which snapshot, and which destination; nothing is written there
 * @param globs which keys are compared
 * @param readsContent whether contents are read, and not only what listings say
 * @param listsAll whether all differences are wanted, and not only the first
 * @param ledger the folder of the ledger, as a name below the root; empty where it lies elsewhere
 */
public record VerifyJob(
    Job job, KeyGlobs globs, boolean readsContent, boolean listsAll, String ledger)
    implements Serializable {
  /** The same from another way to read the snapshot. */
  public VerifyJob from(Job other) {
    return new VerifyJob(other, globs, readsContent, listsAll, ledger);
  }

  /** Whether the ledger has put it there, and no export. */
  boolean isOfLedger(Found found) {
    return !ledger.isEmpty() && found.name().text().startsWith(ledger + "/");
  }
}
