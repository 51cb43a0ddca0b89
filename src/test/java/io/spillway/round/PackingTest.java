package io.spillway.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.Bytes;
import io.spillway.plan.ExportPlan;
import io.spillway.plan.Failures;
import io.spillway.plan.Round;
import io.spillway.plan.Slice;
import io.spillway.plan.Step;
import io.spillway.plan.Tally;
import io.spillway.source.Split;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PackingTest {

  @Property(tries = 300)
  void shouldPackEverySliceOnceInOrderAndNoTaskMuchAboveItsShare(
      @ForAll @NotEmpty @Size(max = 300) List<@IntRange(min = 1, max = 1000) Integer> costs,
      @ForAll @IntRange(min = 1, max = 40) int cores) {
    // Given
    Round round = round(costs);

    // When
    List<Pack> packs = Packing.pack(round, cores);

    // Then
    assertThat(packs.stream().flatMap(pack -> pack.slices().stream()).toList())
        .isEqualTo(round.slices());
    long most = costs.stream().mapToLong(Integer::longValue).max().orElseThrow();
    long share = round.tally().cost() / (cores * 2L) + 1;
    assertThat(packs).allSatisfy(pack -> assertThat(cost(pack)).isLessThanOrEqualTo(share + most));
  }

  @Test
  void shouldUseAllCoresForOneRangeOfTenThousandEntries() {
    List<Integer> costs = new ArrayList<>();
    for (int i = 0; i < 79; i++) {
      costs.add(127);
    }
    assertThat(Packing.pack(round(costs), 2)).hasSize(4);
    assertThat(Packing.pack(round(costs), 32).size()).isGreaterThanOrEqualTo(32);
  }

  private static long cost(Pack pack) {
    return pack.slices().stream().mapToLong(slice -> slice.tally(Step.copy(1)).cost()).sum();
  }

  private static Round round(List<Integer> costs) {
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < costs.size(); i++) {
      Split split = new Split(Bytes.of("a" + i), Bytes.of("b" + i), List.of(), costs.get(i));
      slices.add(new Slice(i, split, List.of(new Tally(costs.get(i), 0))));
    }
    return ExportPlan.of(1, slices, Failures.NONE).rounds().get(0);
  }
}
