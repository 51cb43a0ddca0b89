package io.spillway.source;

import io.spillway.Bytes;
import java.io.Serializable;

/**
 * A stretch of one snapshot that lies in one file, or is listed: all its keys between two keys.
 *
 * @param file names the file by its content, so that two snapshots which share a file share its
 *     entries; empty for what is listed
 * @param min its first key; empty for what is listed
 * @param max its last key; empty for an open end
 * @param entries how many there are, or -1 where nobody counted
 */
public record Range(String file, Bytes min, Bytes max, long entries) implements Serializable {
  /** A stretch in which a snapshot has nothing. */
  public static final Range NONE = new Range("", Bytes.EMPTY, Bytes.EMPTY, 0);

  /** All that a snapshot has, to be listed. */
  public static final Range LISTED = new Range("", Bytes.EMPTY, Bytes.EMPTY, -1);

  /** Whether there is nothing in it. */
  public boolean isNone() {
    return file.isEmpty() && entries == 0;
  }

  /** Whether it has to be asked for, of the snapshot that it belongs to. */
  boolean isListed() {
    return file.isEmpty() && !isNone();
  }

  /** Whether it is a file that another snapshot may share. */
  boolean isFile() {
    return !file.isEmpty();
  }

  /** Whether a key can be in it. */
  boolean mayHold(Bytes key) {
    return !isNone() && key.compareTo(min) >= 0 && (max.length() == 0 || key.compareTo(max) <= 0);
  }

  /** The same of a listing that is known to have so many entries where it is read. */
  Range expecting(long count) {
    return isFile() || isNone() ? this : new Range(file, min, max, count);
  }

  @Override
  public String toString() {
    return file.isEmpty() ? "listing" : "range " + file;
  }
}
