package io.spillway.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Bytes;
import io.spillway.object.Histories.History;
import io.spillway.object.plan.Slice;
import io.spillway.object.plan.SliceCutter;
import io.spillway.object.plan.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever the snapshots are and however they are cut: what is found is what maps tell. */
class ComparisonTest {
  @Provide
  Arbitrary<History> histories() {
    return Histories.histories();
  }

  @Provide
  Arbitrary<String> keys() {
    return Histories.keys();
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void shouldFindExactlyWhatDiffers(
      @ForAll("histories") History history, @ForAll boolean listed, @ForAll boolean toTheEnd)
      throws IOException {
    // Given
    List<Range> opened = new ArrayList<>();
    List<MadeSnapshot> snapshots = snapshots(history, listed, opened);
    Comparison comparison = history.comparison(snapshots);

    // When
    Comparison.Splits found = comparison.splits(toTheEnd);
    List<Change> changes = new ArrayList<>();
    long objects = 0;
    long present = 0;
    for (Split split : found.all()) {
      try (ChangeCursor cursor = comparison.changes(split)) {
        drain(cursor, changes);
        objects += cursor.objects();
        present += cursor.present();
      }
    }

    // Then
    assertThat(changes).isEqualTo(expected(history, snapshots));
    assertThat(found.shared() + objects).isEqualTo(snapshots.get(0).entries().size());
    assertThat(found.shared() + present).isEqualTo(inBase(snapshots).size());
    assertThat(opened).noneMatch(sharedByAll(history, snapshots)::contains);
  }

  /** One snapshot that can only be listed makes the others be listed as well. */
  private static List<MadeSnapshot> snapshots(History history, boolean listed, List<Range> opened) {
    List<MadeSnapshot> snapshots = new ArrayList<>(history.snapshots(opened));
    if (listed) {
      int last = snapshots.size() - 1;
      snapshots.set(last, snapshots.get(last).listed());
    }
    return snapshots;
  }

  private static List<Change> expected(History history, List<MadeSnapshot> snapshots) {
    Set<Bytes> inBase = inBase(snapshots);
    return history.changed().stream()
        .map(key -> new Change(key, snapshots.get(0).at(key), inBase.contains(key)))
        .toList();
  }

  private static Set<Bytes> inAnyBase(List<MadeSnapshot> snapshots) {
    Set<Bytes> keys = new TreeSet<>();
    snapshots.stream().skip(1).forEach(base -> keys.addAll(base.entries().keySet()));
    return keys;
  }

  private static Set<Bytes> inBase(List<MadeSnapshot> snapshots) {
    return snapshots.size() == 1 ? Set.of() : snapshots.get(1).entries().keySet();
  }

  private static List<Range> sharedByAll(History history, List<MadeSnapshot> snapshots) {
    return history.isFullExport()
        ? List.of()
        : snapshots.get(0).ranges().stream()
            .filter(Range::isFile)
            .filter(range -> snapshots.stream().allMatch(s -> s.ranges().contains(range)))
            .toList();
  }

  private static void drain(ChangeCursor cursor, List<Change> changes) throws IOException {
    for (Change change = cursor.next(); change != null; change = cursor.next()) {
      changes.add(change);
    }
  }

  private static List<Change> read(Comparison comparison, Split split) throws IOException {
    List<Change> changes = new ArrayList<>();
    try (ChangeCursor cursor = comparison.changes(split)) {
      drain(cursor, changes);
    }
    return changes;
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void shouldReadTheSlicesThatPlanningCut(
      @ForAll("histories") History history, @ForAll boolean listed) throws IOException {
    // Given
    List<MadeSnapshot> snapshots = snapshots(history, listed, new ArrayList<>());
    Comparison comparison = history.comparison(snapshots);
    List<Slice> slices = new ArrayList<>();
    for (Split split : comparison.splits(false).all()) {
      SliceCutter cutter = new SliceCutter(split);
      for (Change change : read(comparison, split)) {
        Entry entry = change.target();
        cutter.add(change.key(), new Step(entry == null, 1), entry == null ? 0 : entry.size());
      }
      slices.addAll(cutter.finish());
    }

    // When
    List<Change> changes = new ArrayList<>();
    for (Slice slice : slices) {
      changes.addAll(read(comparison, slice.split()));
    }

    // Then
    assertThat(changes).isEqualTo(expected(history, snapshots));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void shouldReadAPartAndNoticeWhenItIsNotWhatWasPlanned(
      @ForAll("histories") History history,
      @ForAll boolean listed,
      @ForAll @IntRange(max = 100) int first,
      @ForAll @IntRange(max = 100) int second)
      throws IOException {
    // Given: a split, and a part of it between two of its changes
    Comparison comparison = history.comparison(snapshots(history, listed, new ArrayList<>()));
    List<Split> splits = comparison.splits(false).all();
    Assume.that(!splits.isEmpty());
    Split split = splits.get(first % splits.size());
    List<Change> all = read(comparison, split);
    Assume.that(!all.isEmpty());
    int from = Math.min(first % all.size(), second % all.size());
    int to = 1 + Math.max(first % all.size(), second % all.size());
    Bytes after = from == 0 ? split.after() : all.get(from - 1).key();
    Bytes last = all.get(to - 1).key();
    int count = to - from;

    // When, Then
    assertThat(read(comparison, split.part(after, last, count))).isEqualTo(all.subList(from, to));
    assertRefused(comparison, split.part(after, last, count + 1));
    Bytes later = Bytes.of(last.text() + "!");
    assertRefused(comparison, split.part(after, later, count));
    // Past the split's end the same files may go on, and have that very key.
    if (split.holds(later) && all.stream().noneMatch(change -> change.key().equals(later))) {
      assertRefused(comparison, split.part(after, later, count + 1));
    }
    if (count > 1) {
      assertRefused(comparison, split.part(after, last, count - 1));
      assertRefused(comparison, split.part(after, all.get(to - 2).key(), count));
      assertRefused(comparison, split.part(all.get(from).key(), last, count));
    }
  }

  private static void assertRefused(Comparison comparison, Split part) {
    assertThatThrownBy(() -> read(comparison, part)).as("%s", part).isInstanceOf(IOException.class);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void shouldDeleteOnlyWhatSomeStateHas(
      @ForAll("histories") History history, @ForAll boolean listed, @ForAll("keys") String other)
      throws IOException {
    // Given
    List<MadeSnapshot> snapshots = snapshots(history, listed, new ArrayList<>());
    Comparison comparison = history.comparison(snapshots);
    Set<Bytes> keys = inAnyBase(snapshots);
    keys.addAll(snapshots.get(0).entries().keySet());
    keys.add(Bytes.of(other));

    // When, Then
    for (Bytes key : keys) {
      boolean doomed = snapshots.get(0).at(key) == null && inAnyBase(snapshots).contains(key);
      assertThat(comparison.mayDelete(key)).as("%s", key.hex()).isEqualTo(doomed);
    }
  }
}
