package io.spillway.plan;

import java.io.Serializable;

/**
 * How much there is of something.
 *
 * @param objects how many
 * @param bytes of content in all
 */
public record Tally(long objects, long bytes) implements Serializable {
  /** Nothing. */
  public static final Tally NONE = new Tally(0, 0);

  private static final long BYTES_PER_REQUEST = 1 << 20;

  /** This and that. */
  public Tally plus(Tally other) {
    return new Tally(objects + other.objects, bytes + other.bytes);
  }

  /**
   * What copying it costs, in requests: a mebibyte more takes about as long as one request more.
   */
  public long cost() {
    return objects + bytes / BYTES_PER_REQUEST;
  }
}
