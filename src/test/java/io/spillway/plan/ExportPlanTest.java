package io.spillway.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.Bytes;
import io.spillway.source.Split;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExportPlanTest {
  private static final Slice DATA =
      new Slice(Split.part("r1", Bytes.EMPTY, Bytes.of("m"), 10), List.of(new Tally(10, 100)));
  private static final Slice BOTH =
      new Slice(
          Split.part("r1", Bytes.of("m"), Bytes.of("z"), 5),
          List.of(new Tally(4, 40), new Tally(1, 0)));

  @Test // defect 12 of lakeFS's exporter, second half: each of its rounds reads everything
  void shouldGiveARoundOnlyTheSlicesThatHoldItsKeys() {
    ExportPlan plan = ExportPlan.of(3, List.of(DATA, BOTH), Failures.NONE);

    assertThat(plan.rounds()).extracting(Round::number).containsExactly(1, 2, 3);
    assertThat(plan.rounds().get(0).slices()).containsExactly(DATA, BOTH);
    assertThat(plan.rounds().get(0).tally()).isEqualTo(new Tally(14, 140));
    assertThat(plan.rounds().get(1).slices()).containsExactly(BOTH);
    assertThat(plan.rounds().get(1).tally()).isEqualTo(new Tally(1, 0));
    assertThat(plan.rounds().get(2).slices()).isEmpty();
    assertThat(plan.tally()).isEqualTo(new Tally(15, 140));
  }
}
