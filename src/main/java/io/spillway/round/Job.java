package io.spillway.round;

import io.spillway.KeyFilter;
import io.spillway.destination.Prefix;
import io.spillway.ledger.ExportId;
import io.spillway.source.ObjectSource;
import io.spillway.transfer.MetadataPolicy;
import java.io.Serializable;

/**
 * All that a worker must know of an export.
 *
 * @param source what is exported
 * @param destination where to
 * @param filter which round a key belongs to
 * @param metadata what to do with metadata that the destination cannot hold
 * @param maxConcurrency requests in flight per executor
 */
public record Job(
    ObjectSource source,
    Prefix destination,
    KeyFilter filter,
    MetadataPolicy metadata,
    int maxConcurrency)
    implements Serializable {

  /** The same export from the same snapshot read in another way. */
  public Job from(ObjectSource other) {
    return new Job(other, destination, filter, metadata, maxConcurrency);
  }

  /** Names the run. */
  public ExportId id() {
    return destination.export();
  }
}
