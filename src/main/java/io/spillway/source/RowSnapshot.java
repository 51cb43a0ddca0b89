package io.spillway.source;

import java.io.Serializable;
import java.time.Instant;

/**
 * One state of a source whose content is rows.
 *
 * @param source what it is a state of, as users write it and without secrets: {@code
 *     postgresql://host:5432/shop}
 * @param id names the state at its source
 * @param position where in the source's history it is (a WAL position); empty where it has none
 * @param takenAt when it was taken, by the source's clock
 */
public record RowSnapshot(String source, String id, String position, Instant takenAt)
    implements Serializable {
  @Override
  public String toString() {
    return source + " at " + takenAt;
  }
}
