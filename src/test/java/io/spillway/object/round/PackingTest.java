package io.spillway.object.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Bytes;
import io.spillway.object.Split;
import io.spillway.object.plan.ExportPlan;
import io.spillway.object.plan.PlannedStep;
import io.spillway.object.plan.Slice;
import io.spillway.object.plan.Step;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Tally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PackingTest {

  @Property(tries = 300)
  void shouldPackEverySliceOnceAndNoTaskMuchAboveItsShare(
      @ForAll @NotEmpty @Size(max = 300) List<@IntRange(min = 1, max = 1000) Integer> costs,
      @ForAll @IntRange(min = 1, max = 40) int cores) {
    // Given
    PlannedStep planned = step(costs);

    // When
    List<Pack> packs = Packing.pack(planned, cores);

    // Then
    assertThat(packs.stream().flatMap(pack -> pack.slices().stream()).toList())
        .containsExactlyInAnyOrderElementsOf(planned.slices());
    assertThat(packs)
        .allSatisfy(
            pack ->
                assertThat(pack.slices()).isSortedAccordingTo(Comparator.comparing(Slice::number)));
    long most = costs.stream().mapToLong(Integer::longValue).max().orElseThrow();
    long share = planned.tally().cost() / (cores * 2L) + 1;
    assertThat(packs).allSatisfy(pack -> assertThat(cost(pack)).isLessThanOrEqualTo(share + most));
  }

  @Test
  void shouldUseAllCoresForOneRangeOfTenThousandEntries() {
    List<Integer> costs = new ArrayList<>();
    for (int i = 0; i < 79; i++) {
      costs.add(127);
    }
    assertThat(Packing.pack(step(costs), 2)).hasSize(4);
    assertThat(Packing.pack(step(costs), 32).size()).isGreaterThanOrEqualTo(32);
  }

  @Test
  void shouldSpreadLargeObjectsOverAllTasks() {
    // Given: 20 objects of 64 MiB behind each other, and 2,000 small ones
    List<Tally> tallies = new ArrayList<>();
    for (int i = 0; i < 31; i++) {
      tallies.add(new Tally(64, 64 << 10));
    }
    for (int i = 0; i < 20; i++) {
      tallies.add(new Tally(1, 64L << 20));
    }

    // When
    List<Pack> packs = Packing.pack(stepOf(tallies), 4);

    // Then
    assertThat(packs).hasSizeBetween(8, 9);
    assertThat(packs)
        .allSatisfy(
            pack ->
                assertThat(pack.slices().stream().mapToLong(PackingTest::bytes).sum())
                    .isLessThanOrEqualTo(8 * (64L << 20)));
  }

  @Test
  void shouldBeginWithWhatIsMuchMoreThanItsShare() {
    // Given: one object of 5 TiB in the middle
    List<Tally> tallies = new ArrayList<>(Collections.nCopies(40, new Tally(64, 64 << 10)));
    tallies.set(20, new Tally(1, 5L << 40));

    // When
    List<Pack> packs = Packing.pack(stepOf(tallies), 4);

    // Then
    assertThat(packs.get(0).slices().stream().mapToLong(PackingTest::bytes).sum())
        .isGreaterThanOrEqualTo(5L << 40);
  }

  @Test
  void shouldNotGiveTheDriverMoreSummariesThanItCanHold() {
    // Given: 10 PB in a hundred million objects
    List<Tally> tallies =
        new ArrayList<>(Collections.nCopies(100_000, new Tally(1_000, 100_000L << 20)));

    // When
    List<Pack> packs = Packing.pack(stepOf(tallies), 400);

    // Then
    assertThat(packs).hasSizeBetween(19_000, 20_001);
  }

  private static long bytes(Slice slice) {
    return slice.tally(Step.copy(1)).bytes();
  }

  private static long cost(Pack pack) {
    return pack.slices().stream().mapToLong(slice -> slice.tally(Step.copy(1)).cost()).sum();
  }

  private static PlannedStep step(List<Integer> costs) {
    return stepOf(costs.stream().map(cost -> new Tally(cost, 0)).toList());
  }

  private static PlannedStep stepOf(List<Tally> tallies) {
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < tallies.size(); i++) {
      Tally tally = tallies.get(i);
      Split split = new Split(Bytes.of("a" + i), Bytes.of("b" + i), List.of(), tally.objects());
      slices.add(new Slice(i, split, List.of(tally)));
    }
    return ExportPlan.of(1, slices, Failures.NONE).steps().get(0);
  }
}
