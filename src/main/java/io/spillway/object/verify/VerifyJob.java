package io.spillway.object.verify;

import io.spillway.base.KeyGlobs;
import io.spillway.destination.Found;
import io.spillway.object.round.Job;
import java.io.Serializable;

/**
 * The description of a verification, as workers receive it.
 *
 * @param job the snapshot and the destination; nothing is written there
 * @param globs the selected keys
 * @param readsContent whether content is read, and not only listings
 * @param listsAll whether all differences are requested, and not only the first
 * @param ledger the folder of the ledger, as a name below the root; empty if it lies elsewhere
 */
public record VerifyJob(
    Job job, KeyGlobs globs, boolean readsContent, boolean listsAll, String ledger)
    implements Serializable {
  /** Returns a copy that reads the snapshot in another way. */
  public VerifyJob from(Job other) {
    return new VerifyJob(other, globs, readsContent, listsAll, ledger);
  }

  /** Returns whether an object belongs to the ledger and not to an export. */
  boolean isOfLedger(Found found) {
    return !ledger.isEmpty() && found.name().text().startsWith(ledger + "/");
  }
}
