package io.spillway.object;

import io.spillway.base.Bytes;
import java.io.Serializable;

/**
 * The keys of one snapshot between two keys, stored in one file or read from a listing.
 *
 * @param file the name of the file, derived from its content, so that snapshots that share a file
 *     share its entries; empty for a listing
 * @param min the first key; empty for a listing
 * @param max the last key; empty for an open end
 * @param entries the number of entries, or -1 if not counted
 */
public record Range(String file, Bytes min, Bytes max, long entries) implements Serializable {
  /** A range without entries. */
  public static final Range NONE = new Range("", Bytes.EMPTY, Bytes.EMPTY, 0);

  /** A range of all entries of a snapshot, read from a listing. */
  public static final Range LISTED = new Range("", Bytes.EMPTY, Bytes.EMPTY, -1);

  /** Returns whether the range has no entries. */
  public boolean isNone() {
    return file.isEmpty() && entries == 0;
  }

  /** Returns whether the entries must be listed through the snapshot that the range belongs to. */
  boolean isListed() {
    return file.isEmpty() && !isNone();
  }

  /** Returns whether the range is a file that another snapshot may share. */
  boolean isFile() {
    return !file.isEmpty();
  }

  /** Returns whether the range may hold a key. */
  boolean mayHold(Bytes key) {
    return !isNone() && key.compareTo(min) >= 0 && (max.length() == 0 || key.compareTo(max) <= 0);
  }

  /**
   * Returns a copy of a listing that expects the given number of entries; other ranges are returned
   * unchanged.
   */
  Range expecting(long count) {
    return isFile() || isNone() ? this : new Range(file, min, max, count);
  }

  @Override
  public String toString() {
    return file.isEmpty() ? "listing" : "range " + file;
  }
}
