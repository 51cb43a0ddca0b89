package io.spillway.transfer;

import io.spillway.Bytes;
import io.spillway.Location;
import io.spillway.lakefs.Entry;
import io.spillway.source.EntryCursor;
import io.spillway.source.ObjectSource;
import io.spillway.source.Range;
import io.spillway.source.Snapshot;
import io.spillway.source.SourceAddress;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Entries whose data a test puts into a store; read through the source's server as well. */
final class MemorySource implements ObjectSource {
  private static final long serialVersionUID = 1L;

  private final transient ObjectStore behind;
  private final Location namespace;

  MemorySource(ObjectStore behind, Location namespace) {
    this.behind = behind;
    this.namespace = namespace;
  }

  static Entry entry(String key, long size, String checksum, Map<String, String> metadata) {
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
