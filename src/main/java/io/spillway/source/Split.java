package io.spillway.source;

import io.spillway.Bytes;
import java.io.Serializable;

/**
 * A piece of a snapshot that one worker can read alone: the entries of one file, or of the listing,
 * between two keys.
 *
 * @param file the metadata file that holds it, empty for the listing
 * @param first its first key, of a whole file that was promised to begin with it; else empty
 * @param after the key just before its first; empty for none
 * @param last its last key; empty for an open end
 * @param entries how many there are, or -1 while nobody counted
 */
public record Split(String file, Bytes first, Bytes after, Bytes last, long entries)
    implements Serializable {
  /** A part of a file, or of the listing. */
  public static Split part(String file, Bytes after, Bytes last, long entries) {
    return new Split(file, Bytes.EMPTY, after, last, entries);
  }

  /** This split and the one that follows it in the same file, as one. */
  public Split join(Split next) {
    return part(file, after, next.last, entries + next.entries);
  }

  @Override
  public String toString() {
    return (file.isEmpty() ? "listing" : "range " + file)
        + " after '"
        + after
        + "' to '"
        + last
        + "'";
  }
}
