package io.spillway.base;

import java.io.Serializable;
import java.time.Instant;

/**
 * A state of a source whose content is rows.
 *
 * @param source the source as users write it, without secrets
 * @param id the id of the state at its source
 * @param position the position in the source's history (a WAL position); empty if the source has
 *     none
 * @param takenAt the time when the snapshot was taken, by the source's clock
 */
public record RowSnapshot(String source, String id, String position, Instant takenAt)
    implements Serializable {
  @Override
  public String toString() {
    return source + " at " + takenAt;
  }
}
