package io.spillway.rows;

import java.util.Optional;

/**
 * A request for the plan of an export.
 *
 * @param fileBytes approximate number of bytes to read per file
 * @param since checkpoint of the last export that succeeded, if only rows after it are requested;
 *     empty for all rows
 */
public record PlanRequest(long fileBytes, Optional<Checkpoint> since) {
  /** Returns a request for all rows. */
  public static PlanRequest ofAll(long fileBytes) {
    return new PlanRequest(fileBytes, Optional.empty());
  }
}
