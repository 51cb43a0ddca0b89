package io.spillway.object.verify;

import io.spillway.base.KeyGlobs;
import io.spillway.destination.Found;
import io.spillway.destination.Prefix;
import io.spillway.ledger.ExportId;
import io.spillway.object.Comparison;
import io.spillway.object.ReadMode;
import io.spillway.spark.JobRun;
import java.io.Serializable;

/**
 * The description of a verification, as workers receive it.
 *
 * @param comparison the snapshot
 * @param destination the destination, by the id of this verification; nothing is written there
 * @param read the ways in which objects may be read
 * @param maxConcurrency requests in flight per executor
 * @param globs the selected keys
 * @param readsContent whether content is read, and not only listings
 * @param listsAll whether all differences are requested, and not only the first
 * @param ledger the folder of the ledger, as a name below the root; empty if it lies elsewhere
 */
public record VerifyJob(
    Comparison comparison,
    Prefix destination,
    ReadMode read,
    int maxConcurrency,
    KeyGlobs globs,
    boolean readsContent,
    boolean listsAll,
    String ledger)
    implements JobRun, Serializable {
  /** Returns a copy that reads the snapshot in another way. */
  public VerifyJob from(Comparison other) {
    return new VerifyJob(
        other, destination, read, maxConcurrency, globs, readsContent, listsAll, ledger);
  }

  /** Returns whether an object belongs to the ledger and not to an export. */
  boolean isOfLedger(Found found) {
    return !ledger.isEmpty() && found.name().text().startsWith(ledger + "/");
  }

  @Override
  public ExportId id() {
    return destination.export();
  }

  @Override
  public String run() {
    return id() + "/verify";
  }
}
