package io.spillway.testing;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.Snapshot;
import io.spillway.object.Entry;
import io.spillway.object.EntryCursor;
import io.spillway.object.ObjectSource;
import io.spillway.object.Range;
import io.spillway.object.SourceAddress;
import io.spillway.store.Attributes;
import io.spillway.store.Digests;
import io.spillway.store.OpenObject;
import io.spillway.store.StoredObject;
import java.io.ByteArrayInputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A commit of a few objects of one byte, {@code k0}, {@code k1} and so on, which needs no server.
 *
 * @param id of the commit
 * @param objects how many, at most 10
 */
public record SmallSource(String id, int objects) implements ObjectSource {
  @Override
  public Snapshot snapshot() {
    return new Snapshot("lakefs://small", id);
  }

  @Override
  public List<Range> ranges() {
    return List.of(new Range(id, Bytes.of("k0"), Bytes.of("k" + (objects - 1)), objects));
  }

  @Override
  public EntryCursor entries(Range range, Bytes after, Bytes last) {
    Iterator<Entry> entries = IntStream.range(0, objects).mapToObj(SmallSource::entry).iterator();
    return new EntryCursor() {
      @Override
      public @Nullable Entry next() {
        return entries.hasNext() ? entries.next() : null;
      }

      @Override
      public void close() {}
    };
  }

  private static Entry entry(int number) {
    String md5 = Digests.md5Hex(new byte[] {1});
    Bytes key = Bytes.of("k" + number);
    return new Entry(key, "data", true, 1, md5, 0, Map.of(), "", Bytes.EMPTY);
  }

  @Override
  public SourceAddress address(Entry entry) {
    return SourceAddress.own(new Location("nowhere", "bucket", entry.address()));
  }

  @Override
  public OpenObject open(Entry entry, long offset) {
    StoredObject object = new StoredObject(entry.path(), 1, "", false, Attributes.NONE);
    return new OpenObject(object, new ByteArrayInputStream(new byte[] {1}));
  }

  @Override
  public boolean protectsReads() {
    return true;
  }

  @Override
  public Optional<ObjectSource> slower() {
    return Optional.empty();
  }
}
