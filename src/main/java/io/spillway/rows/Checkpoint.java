package io.spillway.rows;

/**
 * The point up to which a source's rows are exported. Only the source understands the text; a
 * ledger keeps it, and hands it back to the next export. It moves only with an export that
 * succeeds.
 *
 * @param text at most {@value #LARGEST} characters, without secrets
 */
public record Checkpoint(String text) {
  /** The maximum length, so that a record holds two of them however JSON escapes them. */
  public static final int LARGEST = 2 << 20;

  public Checkpoint {
    if (text.length() > LARGEST) {
      throw new IllegalArgumentException("Invalid checkpoint: " + text.length() + " characters");
    }
  }
}
