package io.spillway.object;

import io.spillway.base.Bytes;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A part of a comparison that one worker reads alone: the keys between two keys, and the range of
 * each snapshot that stores them.
 *
 * @param after the key just before its first; empty if there is none
 * @param last its last key; empty for an open end
 * @param ranges one per snapshot, the target's first
 * @param changes the number of keys that differ, or -1 if not counted
 */
public record Split(Bytes after, Bytes last, List<Range> ranges, long changes)
    implements Serializable {
  public Split {
    ranges = List.copyOf(ranges);
  }

  /** Returns a part of this split. */
  public Split part(Bytes partAfter, Bytes partLast, long partChanges) {
    return new Split(partAfter, partLast, ranges, partChanges);
  }

  /** Returns this part of a split joined with the part that follows it. */
  public Split join(Split next) {
    return part(after, next.last, changes + next.changes);
  }

  /** Returns whether a key lies in this split. */
  public boolean holds(Bytes key) {
    return key.compareTo(after) > 0 && (last.length() == 0 || key.compareTo(last) <= 0);
  }

  @Override
  public String toString() {
    return ranges.stream()
            .filter(range -> !range.isNone())
            .map(Range::toString)
            .distinct()
            .collect(Collectors.joining(" and "))
        + " after '"
        + after
        + "' to '"
        + last
        + "'";
  }
}
