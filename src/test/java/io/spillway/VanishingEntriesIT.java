package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.Snapshot;
import io.spillway.export.ExportOptions;
import io.spillway.object.Entry;
import io.spillway.object.EntryCursor;
import io.spillway.object.ObjectSource;
import io.spillway.object.Range;
import io.spillway.object.SourceAddress;
import io.spillway.outcome.Failure;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
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
    public List<Range> ranges() {
      return List.of(new Range("r1", Bytes.of("k0"), Bytes.of("k" + (planned - 1)), planned));
    }

    @Override
    public EntryCursor entries(Range range, Bytes after, Bytes last) {
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
    public SourceAddress address(Entry entry) {
      return SourceAddress.own(new Location("nowhere", "bucket", entry.address()));
    }

    @Override
    public OpenObject open(Entry entry, long offset) throws IOException {
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
        .containsExactly("range r1 after '' to 'k2' should have 3 changes and has 2");
    assertThat(out.markers()).hasSize(1).first().asString().endsWith("_FAILURE");
  }

  /** A filter that moves a key to another round once it is planned. */
  private static final class Fickle implements KeyFilter {
    private static final long serialVersionUID = 1L;
    private static final AtomicInteger ASKED = new AtomicInteger();

    @Override
    public int rounds() {
      return 2;
    }

    @Override
    public int roundForKey(String key) {
      return ASKED.getAndIncrement() == 1 ? 2 : 1;
    }
  }

  @Test
  void shouldNotSignForWhatNoRoundSettled() throws IOException {
    // Given: k1 is planned for round 2, and says when that comes that it is of round 1
    READINGS.set(0);
    Fickle.ASKED.set(0);
    Folder out = new Folder(temp.resolve("out"));
    ExportOptions options = ExportOptions.DEFAULT.with(new Fickle(), 0);

    // When
    ExportFailedException failure =
        catchThrowableOfType(
            ExportFailedException.class,
            () ->
                Exports.run(
                    new Vanishing(3, 3), out.uri(), new Stores(Settings.of(Map.of())), options));

    // Then
    assertThat(failure.report().failures())
        .extracting(Failure::reason)
        .containsExactly("planned 2 objects and saw 3: the source is not what it was");
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
