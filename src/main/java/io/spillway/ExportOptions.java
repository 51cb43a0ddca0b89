package io.spillway;

import io.spillway.transfer.MetadataPolicy;
import java.util.Optional;

/**
 * What a user may choose for an export.
 *
 * @param filter which round a key belongs to
 * @param parallelism how many tasks may run at once, or 0 for what Spark says
 * @param maxConcurrency requests in flight per executor
 * @param metadata what to do with metadata that the destination cannot hold
 * @param ledger where records are kept instead of {@code <root>/_spillway}
 */
public record ExportOptions(
    KeyFilter filter,
    int parallelism,
    int maxConcurrency,
    MetadataPolicy metadata,
    Optional<Location> ledger) {

  /** What is chosen when nobody chooses. */
  public static final ExportOptions DEFAULT =
      new ExportOptions(new SparkFilter(), 0, 64, MetadataPolicy.STRICT, Optional.empty());

  private static final int MOST_CONCURRENCY = 10_000;

  public ExportOptions {
    if (maxConcurrency < 1 || maxConcurrency > MOST_CONCURRENCY) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT,
          "--max-concurrency is " + maxConcurrency + ": give 1 to " + MOST_CONCURRENCY + ".");
    }
    if (parallelism < 0) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT,
          "parallelism is " + parallelism + ": give 1 or more, or 0 for Spark's own.");
    }
  }

  /** The same with another filter and parallelism. */
  public ExportOptions with(KeyFilter other, int tasks) {
    return new ExportOptions(other, tasks, maxConcurrency, metadata, ledger);
  }
}
