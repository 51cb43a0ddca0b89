package io.spillway.sandbox;

import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import io.spillway.sandbox.metadata.RangeLimits;
import io.spillway.sandbox.metadata.RecordEncoder;
import io.spillway.sandbox.metadata.TableWriter;
import io.spillway.source.lakefs.metadata.RangeInfo;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A writer of one commit's files: the parent's ranges with changes applied. A range that no change
 * touches is reused without being read; one range is in memory at a time.
 */
final class CommitWriter implements Closeable {
  private final MetadataStore files;
  private final RangeLimits limits;
  private final List<RangeInfo> written = new ArrayList<>();
  private @Nullable TableWriter table;
  private @Nullable Path file;
  private boolean changed;

  private CommitWriter(MetadataStore files, RangeLimits limits) {
    this.files = files;
    this.limits = limits;
  }

  /**
   * Writes the range and metarange files.
   *
   * @param changes in ascending order of their keys
   * @return the metarange's id, or null if nothing changed
   */
  static @Nullable String write(
      MetadataStore files,
      RangeLimits limits,
      List<RangeInfo> parent,
      Iterator<StagedChange> changes)
      throws IOException {
    try (CommitWriter writer = new CommitWriter(files, limits)) {
      writer.apply(parent, new Changes(changes));
      return writer.changed ? writer.finish() : null;
    }
  }

  private void apply(List<RangeInfo> parent, Changes changes) throws IOException {
    for (RangeInfo range : parent) {
      while (changes.isBefore(range.minKey())) {
        put(null, changes.take().entry());
      }
      if (changes.isBeyond(range.maxKey())) {
        reuse(range);
      } else {
        rewrite(range, changes);
      }
    }
    while (changes.peek() != null) {
      put(null, changes.take().entry());
    }
    endRange();
  }

  private void rewrite(RangeInfo range, Changes changes) throws IOException {
    try (Entries entries = Entries.of(files, List.of(range), Bytes.EMPTY)) {
      for (Entry old = entries.next(); old != null; old = entries.next()) {
        while (changes.isBefore(old.key())) {
          put(null, changes.take().entry());
        }
        if (changes.isBeyond(old.key())) {
          put(old, old);
        } else {
          put(old, changes.take().entry());
        }
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // one object is one entry, and need not be compared
  private void put(@Nullable Entry old, @Nullable Entry now) throws IOException {
    boolean same = old == null ? now == null : now != null && isSame(old, now);
    changed |= !same;
    // An unchanged object keeps its old data, as in lakeFS.
    Entry kept = same ? old : now;
    if (kept != null) {
      add(kept);
    }
  }

  private static boolean isSame(Entry old, Entry now) {
    return old.identity().equals(now.identity());
  }

  private void add(Entry entry) throws IOException {
    TableWriter current = table;
    if (current == null) {
      file = files.newFile();
      current = new TableWriter(file, TableWriter.RANGES);
      table = current;
    }
    byte[] key = entry.key().array();
    current.add(key, RecordEncoder.entry(entry));
    if (limits.endsAfter(key, current.count(), current.bytes())) {
      endRange();
    }
  }

  private void reuse(RangeInfo range) throws IOException {
    endRange();
    written.add(range);
  }

  private void endRange() throws IOException {
    if (table != null && file != null) {
      RangeInfo range = table.finish();
      table.close();
      table = null;
      files.publish(file, range.id());
      file = null;
      written.add(range);
    }
  }

  private String finish() throws IOException {
    Path metaRange = files.newFile();
    try (TableWriter writer = new TableWriter(metaRange, TableWriter.METARANGES)) {
      for (RangeInfo range : written) {
        writer.add(range.maxKey().array(), RecordEncoder.range(range));
      }
      String id = writer.finish().id();
      files.publish(metaRange, id);
      return id;
    }
  }

  @Override
  public void close() throws IOException {
    if (table != null) {
      table.close();
    }
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }

  /** Changes with one change of lookahead, in strictly ascending order of their keys. */
  private static final class Changes {
    private final Iterator<StagedChange> changes;
    private @Nullable StagedChange next;

    Changes(Iterator<StagedChange> changes) {
      this.changes = changes;
      this.next = changes.hasNext() ? changes.next() : null;
    }

    @Nullable StagedChange peek() {
      return next;
    }

    boolean isBefore(Bytes key) {
      return next != null && next.key().compareTo(key) < 0;
    }

    boolean isBeyond(Bytes key) {
      return next == null || next.key().compareTo(key) > 0;
    }

    StagedChange take() {
      StagedChange taken = next;
      if (taken == null) {
        throw new IllegalStateException("There are no more changes");
      }
      next = changes.hasNext() ? changes.next() : null;
      if (next != null && next.key().compareTo(taken.key()) <= 0) {
        throw new IllegalArgumentException(
            "Invalid order: '" + next.key() + "' comes after '" + taken.key() + "'");
      }
      return taken;
    }
  }
}
