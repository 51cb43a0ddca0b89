package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.lakefs.Entry;
import io.spillway.plan.Failure;
import io.spillway.source.EntryCursor;
import io.spillway.source.ObjectSource;
import io.spillway.source.Snapshot;
import io.spillway.source.Split;
import io.spillway.store.Attributes;
import io.spillway.store.Digests;
import io.spillway.store.OpenObject;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.testing.Folder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that shows fewer entries when it is read the second time. */
class VanishingEntriesIT {
  private static final AtomicInteger READINGS = new AtomicInteger();

  @TempDir Path temp;

  private record Vanishing(int planned, int seen) implements ObjectSource {
    @Override
    public Snapshot snapshot() {
      return new Snapshot("lakefs://vanishing", "c1");
    }

    @Override
    public List<Split> splits() {
      return List.of(Split.part("r1", Bytes.EMPTY, Bytes.of("z"), planned));
    }

    @Override
    public EntryCursor entries(Split split) {
      int count = READINGS.getAndIncrement() == 0 ? planned : seen;
      Iterator<Entry> entries = IntStream.range(0, count).mapToObj(Vanishing::entry).iterator();
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
    public Location location(Entry entry) {
      return new Location("nowhere", "bucket", entry.address());
    }

    @Override
    public OpenObject open(Entry entry) throws IOException {
      StoredObject object = new StoredObject(entry.path(), 1, "", false, Attributes.NONE);
      return new OpenObject(object, new ByteArrayInputStream(new byte[] {1}));
    }

    @Override
    public Optional<ObjectSource> slower() {
      return Optional.empty();
    }
  }

  @Test
  void shouldNotSignForWhatWasPlannedAndNeverSeen() throws IOException {
    // Given
    READINGS.set(0);
    Folder out = new Folder(temp.resolve("out"));
    Stores stores = new Stores(Settings.of(Map.of()));

    // When
    ExportFailedException failure =
        catchThrowableOfType(
            ExportFailedException.class, () -> Exports.run(new Vanishing(3, 2), out.uri(), stores));

    // Then
    assertThat(failure.report().failures())
        .extracting(Failure::reason)
        .containsExactly("planned 3 objects and saw 2: the source is not what it was");
    assertThat(out.markers()).hasSize(1).first().asString().endsWith("_FAILURE");
  }

  @Test
  void shouldSignWhenEverythingPlannedWasSeen() throws IOException {
    // Given
    READINGS.set(0);
    Folder out = new Folder(temp.resolve("out"));

    // When
    ExportReport report =
        Exports.run(new Vanishing(3, 3), out.uri(), new Stores(Settings.of(Map.of())));

    // Then
    assertThat(report.objects()).isEqualTo(3);
    assertThat(out.objects()).hasSize(3);
  }
}
