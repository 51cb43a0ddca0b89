package io.spillway.outcome;

import java.io.Serializable;

/**
 * A number of objects and their bytes.
 *
 * @param objects the number of objects
 * @param bytes bytes of content in total
 */
public record Tally(long objects, long bytes) implements Serializable {
  /** No objects. */
  public static final Tally NONE = new Tally(0, 0);

  private static final long BYTES_PER_REQUEST = 1 << 20;

  /** Returns the sum of both tallies. */
  public Tally plus(Tally other) {
    return new Tally(objects + other.objects, bytes + other.bytes);
  }

  /**
   * Returns the cost of copying, in requests. Each mebibyte counts as one more request, because it
   * takes about as long.
   */
  public long cost() {
    return objects + bytes / BYTES_PER_REQUEST;
  }
}
