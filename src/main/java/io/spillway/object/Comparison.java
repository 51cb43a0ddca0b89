package io.spillway.object;

import io.spillway.base.Bytes;
import io.spillway.base.KeyGlobs;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The snapshot to export, and all states that the destination may hold. A key must be settled if
 * the target differs there from any base. After a success there is one base. After attempts that
 * ended otherwise, the bases are the last success and every snapshot attempted since.
 *
 * @param target the snapshot to export
 * @param bases the states that the destination may hold; the last success comes first, if there is
 *     one
 * @param isFull whether the destination may hold anything else as well, so that every key of the
 *     target must be copied
 * @param globs the selected keys; all others are ignored
 */
public record Comparison(
    ObjectSource target, List<ObjectSource> bases, boolean isFull, KeyGlobs globs)
    implements Serializable {
  /**
   * Creates a comparison. If one snapshot can only be read in the slowest way, all others are read
   * that way too, because a listing has fewer fields per entry than a file.
   */
  public Comparison {
    boolean slow = Stream.concat(Stream.of(target), bases.stream()).anyMatch(s -> isSlowest(s));
    target = slow ? slowest(target) : target;
    bases = bases.stream().map(base -> slow ? slowest(base) : base).toList();
    isFull = isFull || bases.isEmpty();
  }

  /** Returns a full comparison of one snapshot, for a destination that may hold anything. */
  public static Comparison full(ObjectSource target) {
    return new Comparison(target, List.of(), true, KeyGlobs.ALL);
  }

  /** Returns a copy that selects only some keys. */
  public Comparison of(KeyGlobs some) {
    return new Comparison(target, bases, isFull, some);
  }

  private static boolean isSlowest(ObjectSource source) {
    return source.slower().isEmpty();
  }

  private static ObjectSource slowest(ObjectSource source) {
    ObjectSource slowest = source;
    for (Optional<ObjectSource> next = slowest.slower();
        next.isPresent();
        next = slowest.slower()) {
      slowest = next.get();
    }
    return slowest;
  }

  /**
   * Returns a copy that reads the target in a slower way with fewer requirements, or empty if no
   * slower way exists.
   */
  public Optional<Comparison> slower() {
    return target.slower().map(slower -> new Comparison(slower, bases, isFull, globs));
  }

  /**
   * Returns the splits that must be read. Called on the driver.
   *
   * @param toTheEnd whether the splits cover every possible key
   * @throws IOException if a snapshot cannot be read
   */
  public Splits splits(boolean toTheEnd) throws IOException {
    List<List<Range>> snapshots = new ArrayList<>();
    snapshots.add(ranges(target));
    for (ObjectSource base : bases) {
      snapshots.add(ranges(base));
    }
    if (isFull) {
      snapshots.add(List.of()); // no ranges, so no range counts as shared by all
    }
    Pairing pairing = new Pairing(snapshots);
    return new Splits(pairing.splits(toTheEnd), pairing.shared(), pairing.unshared());
  }

  /** Returns the ranges that may hold a selected key; all others are not read. */
  private List<Range> ranges(ObjectSource source) throws IOException {
    return source.ranges().stream()
        .filter(range -> globs.mayMatch(range.min(), range.max()))
        .toList();
  }

  /**
   * The splits that must be read, and the number of the target's entries.
   *
   * @param all the splits in key order
   * @param shared entries in ranges that all snapshots share; they are not read
   * @param unshared the target's other entries, selected or not, or -1 if they are not counted
   */
  public record Splits(List<Split> all, long shared, long unshared) {
    public Splits {
      all = List.copyOf(all);
    }
  }

  /**
   * Opens a cursor over the changes of a split. Called on a worker.
   *
   * @throws IOException as {@link ObjectSource#entries}
   */
  public ChangeCursor changes(Split split) throws IOException {
    return ChangeCursor.open(this, split);
  }

  /**
   * Returns whether an export may delete a key: it is selected, the target does not have it, and a
   * base does. Reads a few blocks of a file; meant for few keys.
   *
   * @throws IOException as {@link ObjectSource#entries}
   */
  public boolean mayDelete(Bytes key) throws IOException {
    if (wants(key)) {
      return false;
    }
    for (ObjectSource base : bases) {
      if (has(base, key)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether the target has a key, or the key is not selected. Reads as much as {@link
   * #mayDelete}.
   *
   * @throws IOException as {@link ObjectSource#entries}
   */
  public boolean wants(Bytes key) throws IOException {
    return !globs.matches(key) || has(target, key);
  }

  private static boolean has(ObjectSource source, Bytes key) throws IOException {
    return new KeyLookup(source, KeyGlobs.ALL).has(key);
  }

  /**
   * Returns a lookup of selected keys of the target.
   *
   * @throws IOException if its ranges cannot be read
   */
  public KeyLookup lookup() throws IOException {
    return new KeyLookup(target, globs);
  }
}
