package io.spillway.object;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.Snapshot;
import io.spillway.store.Digests;
import io.spillway.store.OpenObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot in memory, cut into ranges that are named by their content, as lakeFS names them.
 *
 * @param id of the snapshot
 * @param entries all of it
 * @param ranges how it is cut
 * @param opened is told of each range that is opened
 * @param isListed whether it is the slow way to read it
 */
record MadeSnapshot(
    String id,
    NavigableMap<Bytes, Entry> entries,
    List<Range> ranges,
    List<Range> opened,
    boolean isListed)
    implements ObjectSource {

  /**
   * Where ranges end.
   *
   * @param most entries of a range
   * @param raggedness one key in so many ends its range, the same in every snapshot
   */
  record Cut(int most, int raggedness) {
    boolean endsAfter(Bytes key, int count) {
      return count >= most || Math.floorMod(key.hashCode(), raggedness) == 0;
    }
  }

  static MadeSnapshot of(String id, Collection<Entry> all, Cut cut, List<Range> opened) {
    NavigableMap<Bytes, Entry> entries = new TreeMap<>();
    all.forEach(entry -> entries.put(entry.key(), entry));
    List<Range> ranges = new ArrayList<>();
    List<Entry> current = new ArrayList<>();
    for (Entry entry : entries.values()) {
      current.add(entry);
      if (cut.endsAfter(entry.key(), current.size())) {
        ranges.add(range(current));
        current.clear();
      }
    }
    if (!current.isEmpty()) {
      ranges.add(range(current));
    }
    return new MadeSnapshot(id, entries, ranges, opened, false);
  }

  private static Range range(List<Entry> entries) {
    String name = Digests.md5Hex(entries.toString().getBytes(StandardCharsets.UTF_8));
    Bytes last = entries.get(entries.size() - 1).key();
    return new Range(name, entries.get(0).key(), last, entries.size());
  }

  /** The same snapshot as one listing. */
  MadeSnapshot listed() {
    return new MadeSnapshot(id, entries, List.of(Range.LISTED), opened, true);
  }

  @Nullable Entry at(Bytes key) {
    return entries.get(key);
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot("made://", id);
  }

  @Override
  public EntryCursor entries(Range range, Bytes after, Bytes last) throws IOException {
    opened.add(range);
    if (range.isFile() && !ranges.contains(range)) {
      throw new IOException(this + " has no " + range);
    }
    Iterator<Entry> found =
        entries.values().stream()
            .filter(entry -> range.mayHold(entry.key()))
            .filter(entry -> entry.key().compareTo(after) > 0)
            .filter(entry -> last.length() == 0 || entry.key().compareTo(last) <= 0)
            .iterator();
    return new EntryCursor() {
      @Override
      public @Nullable Entry next() {
        return found.hasNext() ? found.next() : null;
      }

      @Override
      public void close() {
        // holds nothing
      }
    };
  }

  @Override
  public SourceAddress address(Entry entry) {
    return SourceAddress.own(new Location("nowhere", "made", entry.address()));
  }

  @Override
  public OpenObject open(Entry entry, long offset) {
    throw new UnsupportedOperationException("Only entries are made");
  }

  @Override
  public boolean protectsReads() {
    return true;
  }

  @Override
  public Optional<ObjectSource> slower() {
    return isListed ? Optional.empty() : Optional.of(listed());
  }

  /** What differs between objects of one key. */
  record Variant(int content, int metadata, int contentType, int address, boolean identified) {
    private static final long[] SIZES = {0, 1, 7, 64L << 20};

    /** What makes the object another one. */
    List<Integer> meaning() {
      return List.of(content, metadata, contentType);
    }

    Entry entry(String key) {
      String meaning = meaning().toString();
      return new Entry(
          Bytes.of(key),
          "data/" + address,
          true,
          SIZES[content],
          Digests.md5Hex(String.valueOf(content).getBytes(StandardCharsets.UTF_8)),
          1_700_000_000L + address,
          metadata == 0 ? Map.of() : Map.of("m", String.valueOf(metadata)),
          contentType == 0 ? "" : "text/" + contentType,
          identified ? Bytes.of("identity " + meaning) : Bytes.EMPTY);
    }
  }
}
