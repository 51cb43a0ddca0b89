package io.spillway.source.lakefs;

import io.spillway.base.Bytes;
import io.spillway.base.Snapshot;
import io.spillway.object.Entry;
import io.spillway.object.EntryCursor;
import io.spillway.object.ObjectSource;
import io.spillway.object.PresignedLinks;
import io.spillway.object.Range;
import io.spillway.object.ReadMode;
import io.spillway.object.SourceAddress;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A commit of lakeFS, listed through the REST API a thousand entries at a time. It is slower than
 * {@link LakeFsSource}, but needs no metadata files.
 *
 * @param files the same commit, read from its metadata files
 */
record ListedLakeFsSource(LakeFsSource files) implements ObjectSource {

  @Override
  public Snapshot snapshot() {
    return files.snapshot();
  }

  @Override
  public List<Range> ranges() {
    return List.of(Range.LISTED);
  }

  @Override
  public EntryCursor entries(Range range, Bytes after, Bytes last) {
    return new ListingCursor(
        files.client(),
        files.repository().name(),
        files.commit().id(),
        range.entries(),
        after,
        last);
  }

  @Override
  public SourceAddress address(Entry entry) throws StoreException {
    return files.address(entry);
  }

  @Override
  public SourceAddress address(Entry entry, ReadMode mode) throws StoreException {
    return files.address(entry, mode);
  }

  @Override
  public OpenObject open(Entry entry, long offset) throws IOException {
    return files.open(entry, offset);
  }

  @Override
  public Optional<PresignedLinks> links() {
    return files.links();
  }

  @Override
  public boolean protectsReads() {
    return files.protectsReads();
  }

  @Override
  public Optional<ObjectSource> slower() {
    return Optional.empty();
  }
}
