package io.spillway.source;

import io.spillway.Bytes;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A piece of a comparison that one worker can read alone: the keys between two keys, and where each
 * snapshot keeps them.
 *
 * @param after the key just before its first; empty for none
 * @param last its last key; empty for an open end
 * @param ranges what each snapshot has there, the target first
 * @param changes how many keys differ in it, or -1 while nobody counted
 */
public record Split(Bytes after, Bytes last, List<Range> ranges, long changes)
    implements Serializable {
  public Split {
    ranges = List.copyOf(ranges);
  }

  /** A part of this split. */
  public Split part(Bytes partAfter, Bytes partLast, long partChanges) {
    return new Split(partAfter, partLast, ranges, partChanges);
  }

  /** This part of a split and the one that follows it, as one. */
  public Split join(Split next) {
    return part(after, next.last, changes + next.changes);
  }

  /** Whether a key lies in it. */
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
