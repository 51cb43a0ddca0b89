package io.spillway.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Bytes;
import io.spillway.object.Histories.History;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PairingTest {
  @Provide
  Arbitrary<History> histories() {
    return Histories.histories();
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void shouldTileTheKeysWithSplitsThatMissNothing(
      @ForAll("histories") History history, @ForAll boolean toTheEnd) {
    // Given
    List<MadeSnapshot> snapshots = history.snapshots(new ArrayList<>());

    // When
    Pairing pairing = new Pairing(snapshots.stream().map(MadeSnapshot::ranges).toList());
    List<Split> splits = pairing.splits(toTheEnd);

    // Then
    assertTiles(splits, toTheEnd);
    List<Range> shared = shared(snapshots);
    for (int i = 0; i < snapshots.size(); i++) {
      for (Entry entry : snapshots.get(i).entries().values()) {
        if (shared.stream().noneMatch(range -> range.mayHold(entry.key()))) {
          assertHeldOnce(splits, i, entry.key());
        }
      }
    }
    assertThat(splits).flatExtracting(Split::ranges).noneMatch(shared::contains);
    assertThat(pairing.shared()).isEqualTo(shared.stream().mapToLong(Range::entries).sum());
    assertThat(pairing.shared() + pairing.unshared()).isEqualTo(snapshots.get(0).entries().size());
  }

  private static void assertTiles(List<Split> splits, boolean toTheEnd) {
    Bytes after = Bytes.EMPTY;
    for (Split split : splits.subList(0, Math.max(0, splits.size() - (toTheEnd ? 1 : 0)))) {
      assertThat(split.after()).isEqualTo(after);
      assertThat(split.last()).isGreaterThan(after);
      after = split.last();
    }
    if (toTheEnd) {
      Split last = splits.get(splits.size() - 1);
      assertThat(List.of(last.after(), last.last())).containsExactly(after, Bytes.EMPTY);
    }
  }

  /** Ranges by which all snapshots are alike; a single one is compared with nothing. */
  private static List<Range> shared(List<MadeSnapshot> snapshots) {
    return snapshots.size() == 1
        ? List.of()
        : snapshots.get(0).ranges().stream()
            .filter(range -> snapshots.stream().allMatch(s -> s.ranges().contains(range)))
            .toList();
  }

  private static void assertHeldOnce(List<Split> splits, int snapshot, Bytes key) {
    List<Split> holding = splits.stream().filter(split -> split.holds(key)).toList();
    assertThat(holding).hasSize(1);
    assertThat(holding.get(0).ranges().get(snapshot).mayHold(key)).isTrue();
  }

  @Test
  void shouldCutWhereARangeWasSplit() {
    // Given
    Range whole = range("w", "a", "f");
    Range left = range("l", "a", "c");
    Range right = range("r", "d", "f");

    // When
    List<Split> splits = splits(List.of(List.of(left, right), List.of(whole)));

    // Then
    assertThat(splits)
        .containsExactly(
            new Split(Bytes.EMPTY, Bytes.of("c"), List.of(left, whole), -1),
            new Split(Bytes.of("c"), Bytes.of("f"), List.of(right, whole), -1));
  }

  @Test
  void shouldLeaveOutWhatIsSharedAlsoInTheMiddle() {
    // Given
    Range before = range("b1", "a", "c");
    Range changed = range("b2", "a", "c");
    Range shared = range("s", "d", "f");
    Range added = range("n", "g", "h");

    // When
    List<Split> splits = splits(List.of(List.of(changed, shared, added), List.of(before, shared)));

    // Then
    assertThat(splits)
        .containsExactly(
            new Split(Bytes.EMPTY, Bytes.of("c"), List.of(changed, before), -1),
            new Split(Bytes.of("c"), Bytes.of("h"), List.of(added, Range.NONE), -1));
  }

  @Test
  void shouldReadWhatOnlySomeSnapshotsShare() {
    // Given
    Range shared = range("s", "a", "c");
    Range other = range("o", "a", "b");

    // When
    List<Split> splits = splits(List.of(List.of(shared), List.of(shared), List.of(other)));

    // Then
    assertThat(splits).first().extracting(Split::ranges).isEqualTo(List.of(shared, shared, other));
    assertThat(splits)
        .last()
        .extracting(Split::ranges)
        .isEqualTo(List.of(shared, shared, Range.NONE));
  }

  @Test
  void shouldHaveNothingToReadWhereAllIsShared() {
    Range shared = range("s", "a", "c");
    assertThat(splits(List.of(List.of(shared), List.of(shared)))).isEmpty();
    assertThat(splits(List.of(List.of(), List.of()))).isEmpty();
    assertThat(new Pairing(List.of(List.of(shared))).splits(false)).hasSize(1);
  }

  private static List<Split> splits(List<List<Range>> snapshots) {
    return new Pairing(snapshots).splits(false);
  }

  private static Range range(String file, String min, String max) {
    return new Range(file, Bytes.of(min), Bytes.of(max), 2);
  }
}
