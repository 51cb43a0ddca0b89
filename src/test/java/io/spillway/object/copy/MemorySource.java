package io.spillway.object.copy;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.Snapshot;
import io.spillway.object.Entry;
import io.spillway.object.EntryCursor;
import io.spillway.object.ObjectSource;
import io.spillway.object.Range;
import io.spillway.object.SourceAddress;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Entries whose data a test puts into a store; read through the source's server as well. */
public final class MemorySource implements ObjectSource {
  private static final long serialVersionUID = 1L;

  private final transient ObjectStore behind;
  private final Location namespace;

  public MemorySource(ObjectStore behind, Location namespace) {
    this.behind = behind;
    this.namespace = namespace;
  }

  public static Entry entry(String key, long size, String checksum, Map<String, String> metadata) {
    return new Entry(
        Bytes.of(key), "data/" + key, true, size, checksum, 0, metadata, "text/plain", Bytes.EMPTY);
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot("lakefs://memory", "c1");
  }

  @Override
  public List<Range> ranges() {
    return List.of();
  }

  @Override
  public EntryCursor entries(Range range, Bytes after, Bytes last) {
    throw new IllegalStateException("nobody lists in these tests");
  }

  @Override
  public SourceAddress address(Entry entry) {
    return SourceAddress.own(entry.location(namespace));
  }

  @Override
  public OpenObject open(Entry entry, long offset) throws IOException {
    return behind.open(entry.location(namespace).path(), offset);
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
