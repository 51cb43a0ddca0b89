package io.spillway.simulation;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.Snapshot;
import io.spillway.object.Entry;
import io.spillway.object.EntryCursor;
import io.spillway.object.ObjectSource;
import io.spillway.object.Range;
import io.spillway.object.SourceAddress;
import io.spillway.store.OpenObject;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A commit of a {@link World} as the real code reads it.
 *
 * @param world its name
 */
record SimulatedSource(String world, int commit) implements ObjectSource {
  static final String NAME = "lakefs://simulation";

  private Commit own() {
    return World.of(world).setting().commits().get(commit);
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot(NAME, own().id());
  }

  @Override
  public List<Range> ranges() {
    return own().ranges();
  }

  @Override
  public EntryCursor entries(Range range, Bytes after, Bytes last) {
    Iterator<Entry> entries =
        Objects.requireNonNull(World.of(world).setting().file(range.file())).stream()
            .filter(entry -> entry.key().compareTo(after) > 0)
            .filter(entry -> last.length() == 0 || entry.key().compareTo(last) <= 0)
            .iterator();
    return new EntryCursor() {
      @Override
      public @Nullable Entry next() {
        return entries.hasNext() ? entries.next() : null;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public SourceAddress address(Entry entry) {
    return SourceAddress.own(new Location("s3", Setting.lake(world), entry.address()));
  }

  @Override
  public OpenObject open(Entry entry, long offset) {
    throw new IllegalStateException("Objects are read where they lie");
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
