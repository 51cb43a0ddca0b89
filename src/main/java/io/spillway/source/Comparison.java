package io.spillway.source;

import io.spillway.Bytes;
import io.spillway.KeyGlobs;
import io.spillway.lakefs.Entry;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state to export beside all states that the destination may hold. A key must be settled where
 * the target differs from any of them: after a success that is one state; after attempts that ended
 * otherwise, the last success and whatever was attempted since.
 *
 * @param target what is exported
 * @param bases what the destination may hold: the last success, if there is one, comes first
 * @param isFull whether the destination may hold anything else as well, so that every key of the
 *     target must be copied
 * @param globs which keys are looked at; of the others nothing is said
 */
public record Comparison(
    ObjectSource target, List<ObjectSource> bases, boolean isFull, KeyGlobs globs)
    implements Serializable {
  /**
   * Compares. Snapshots that can only be read in the slowest way make all others be read so too,
   * since a listing tells less of an entry than a file.
   */
  public Comparison {
    boolean slow = Stream.concat(Stream.of(target), bases.stream()).anyMatch(s -> isSlowest(s));
    target = slow ? slowest(target) : target;
    bases = bases.stream().map(base -> slow ? slowest(base) : base).toList();
    isFull = isFull || bases.isEmpty();
  }

  /** All of one snapshot, over anything that may be there. */
  public static Comparison full(ObjectSource target) {
    return new Comparison(target, List.of(), true, KeyGlobs.ALL);
  }

  /** The same of some keys only. */
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

  /** The same comparison in a slower way that needs less, or nothing when this is the slowest. */
  public Optional<Comparison> slower() {
    return target.slower().map(slower -> new Comparison(slower, bases, isFull, globs));
  }

  /**
   * What must be read, in pieces. Called on the driver.
   *
   * @param toTheEnd whether the splits cover every key there could be
   * @throws IOException when a snapshot cannot be read
   */
  public Pieces pieces(boolean toTheEnd) throws IOException {
    List<List<Range>> snapshots = new ArrayList<>();
    snapshots.add(ranges(target));
    for (ObjectSource base : bases) {
      snapshots.add(ranges(base));
    }
    if (isFull) {
      snapshots.add(List.of()); // nothing, which shares no range with anybody
    }
    Pairing pairing = new Pairing(snapshots);
    return new Pieces(pairing.splits(toTheEnd), pairing.shared(), pairing.unshared());
  }

  /** Those that may hold a key that is looked at: the others are not read. */
  private List<Range> ranges(ObjectSource source) throws IOException {
    return source.ranges().stream()
        .filter(range -> globs.mayMatch(range.min(), range.max()))
        .toList();
  }

  /**
   * What must be read.
   *
   * @param splits in the order of their keys
   * @param shared entries in ranges that all snapshots share: they are left alone
   * @param unshared the target's other entries, or -1 where nobody has counted them; with those of
   *     keys that are not looked at
   */
  public record Pieces(List<Split> splits, long shared, long unshared) {
    public Pieces {
      splits = List.copyOf(splits);
    }
  }

  /**
   * Walks over the keys of a split at which the target differs. Called on a worker.
   *
   * @throws IOException as {@link ObjectSource#entries}
   */
  public ChangeCursor changes(Split split) throws IOException {
    return ChangeCursor.open(this, split);
  }

  /**
   * Whether a key that the target has not is in one of the states that the destination may hold:
   * whether an export may delete it. Reads a few blocks of a file; meant for few keys.
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
   * Whether the target has a key, or it is none that is looked at. Reads as {@link #mayDelete}.
   *
   * @throws IOException as {@link ObjectSource#entries}
   */
  public boolean wants(Bytes key) throws IOException {
    return !globs.matches(key) || has(target, key);
  }

  private static boolean has(ObjectSource source, Bytes key) throws IOException {
    for (Range range : source.ranges()) {
      if (range.mayHold(key)) {
        try (EntryCursor entries = source.entries(range, justBefore(key), key)) {
          for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
            if (entry.key().equals(key)) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }

  /**
   * A key before the given one, with hardly any in between. It is made of whole characters, for
   * listings take no others.
   */
  private static Bytes justBefore(Bytes key) {
    String text = key.text();
    if (text.isEmpty()) {
      return Bytes.EMPTY;
    }
    int last = text.codePointBefore(text.length());
    String start = text.substring(0, text.length() - Character.charCount(last));
    if (last == 0) {
      return Bytes.of(start);
    }
    int lower = last - 1 == Character.MAX_SURROGATE ? Character.MIN_SURROGATE - 1 : last - 1;
    return Bytes.of(
        start + Character.toString(lower) + Character.toString(Character.MAX_CODE_POINT));
  }
}
