package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.Snapshot;
import io.spillway.object.Entry;
import io.spillway.object.EntryCursor;
import io.spillway.object.ObjectSource;
import io.spillway.object.Range;
import io.spillway.object.SourceAddress;
import io.spillway.object.plan.PlannedAction;
import io.spillway.object.plan.Step;
import io.spillway.report.ExportReport;
import io.spillway.sandbox.Sandbox;
import io.spillway.store.OpenObject;
import io.spillway.store.Stores;
import io.spillway.testing.Folder;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million actions are told one by one, and the driver holds few of them at any time. */
class ManyActionsIT {
  private static final int OBJECTS = 1_000_000;
  private static final int RANGES = 20;
  private static final int LOOK_EVERY = 200_000;
  private static final int SAMPLE_EVERY = 1_000;

  /** A few tasks' worth. */
  private static final int MOST_HELD = 40_000;

  @TempDir Path temp;

  @Test
  void shouldHoldFewOfAMillionActions() {
    // Given
    Looking looking = new Looking();

    // When
    ExportReport report =
        Exports.plan(
            new Made(),
            new Folder(temp.resolve("out")).uri(),
            new Stores(Settings.of(Map.of())),
            looking);

    // Then
    assertThat(looking.seen).isEqualTo(OBJECTS);
    assertThat(report.preview().get(0).act().objects()).isEqualTo(OBJECTS);
    assertThat(looking.held).hasSize(OBJECTS / LOOK_EVERY).allMatch(held -> held <= MOST_HELD);
  }

  /** Looks now and then how many of the keys it was told are still in memory. */
  private static final class Looking implements Consumer<PlannedAction> {
    private final List<WeakReference<String>> samples = new ArrayList<>();
    private final List<Integer> held = new ArrayList<>();
    private int seen;

    @Override
    public void accept(PlannedAction action) {
      assertThat(action.act()).isEqualTo(Step.Act.COPY);
      if (!action.key().equals(key(seen))) {
        throw new AssertionError(action.key() + " is not number " + seen);
      }
      if (seen % SAMPLE_EVERY == 0) {
        samples.add(new WeakReference<>(action.key()));
      }
      if (++seen % LOOK_EVERY == 0) {
        System.gc();
        held.add(
            SAMPLE_EVERY * (int) samples.stream().filter(sample -> sample.get() != null).count());
      }
    }
  }

  private static String key(int number) {
    return String.format(Locale.ROOT, "table/day=%04d/part-%08d.parquet", number / 1_000, number);
  }

  /** Entries that are made when somebody asks for them. */
  private record Made() implements ObjectSource {
    private static final int PER_RANGE = OBJECTS / RANGES;

    @Override
    public Snapshot snapshot() {
      return new Snapshot("made://many", "c0ffee");
    }

    @Override
    public List<Range> ranges() {
      return IntStream.range(0, RANGES)
          .mapToObj(
              range ->
                  new Range(
                      "range-" + range,
                      Bytes.of(key(range * PER_RANGE)),
                      Bytes.of(key((range + 1) * PER_RANGE - 1)),
                      PER_RANGE))
          .toList();
    }

    @Override
    public EntryCursor entries(Range range, Bytes after, Bytes last) {
      int first = number(range.min());
      int end = number(last.length() > 0 && last.compareTo(range.max()) < 0 ? last : range.max());
      int begin = after.compareTo(range.min()) < 0 ? first : number(after) + 1;
      return new EntryCursor() {
        private int next = begin;

        @Override
        public @Nullable Entry next() {
          return next > end ? null : Sandbox.syntheticEntry(key(next++), 1);
        }

        @Override
        public void close() {
          // holds nothing
        }
      };
    }

    private static int number(Bytes key) {
      String text = key.text();
      int dash = text.lastIndexOf('-');
      return Integer.parseInt(text.substring(dash + 1, text.lastIndexOf('.')));
    }

    @Override
    public SourceAddress address(Entry entry) {
      return SourceAddress.own(new Location("nowhere", "made", entry.address()));
    }

    @Override
    public OpenObject open(Entry entry, long offset) {
      throw new UnsupportedOperationException("Nothing is copied");
    }

    @Override
    public boolean protectsReads() {
      return true;
    }

    @Override
    public Optional<ObjectSource> slower() {
      return Optional.of(this);
    }
  }
}
