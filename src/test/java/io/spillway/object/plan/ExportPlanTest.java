package io.spillway.object.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Bytes;
import io.spillway.object.Range;
import io.spillway.object.Split;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Tally;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExportPlanTest {
  private static final Split RANGE =
      new Split(
          Bytes.EMPTY,
          Bytes.of("z"),
          List.of(new Range("r1", Bytes.of("a"), Bytes.of("z"), 15)),
          -1);
  private static final Slice DATA =
      new Slice(0, RANGE.part(Bytes.EMPTY, Bytes.of("m"), 10), List.of(new Tally(10, 100)));
  private static final Slice BOTH =
      new Slice(
          1,
          RANGE.part(Bytes.of("m"), Bytes.of("z"), 8),
          List.of(new Tally(4, 40), new Tally(2, 0), new Tally(1, 0), new Tally(1, 0)));

  @Test // defect 12 of lakeFS's exporter, second half: each of its rounds reads everything
  void shouldGiveARoundOnlyTheSlicesThatHoldItsKeys() {
    ExportPlan plan = ExportPlan.of(3, List.of(DATA, BOTH), Failures.NONE);

    assertThat(plan.steps().get(0).slices()).containsExactly(DATA, BOTH);
    assertThat(plan.steps().get(0).tally()).isEqualTo(new Tally(14, 140));
    assertThat(plan.steps().get(1).slices()).containsExactly(BOTH);
    assertThat(plan.steps().get(1).tally()).isEqualTo(new Tally(1, 0));
    assertThat(plan.steps().get(2).slices()).isEmpty();
  }

  @Test
  void shouldCopyInAscendingRoundsAndThenDeleteInDescendingRounds() {
    ExportPlan plan = ExportPlan.of(2, List.of(DATA, BOTH), Failures.NONE);

    assertThat(plan.steps())
        .extracting(step -> step.step().name())
        .containsExactly("copy-1", "copy-2", "delete-2", "delete-1");
    assertThat(plan.steps().get(2).tally()).isEqualTo(new Tally(1, 0));
    assertThat(plan.steps().get(3).tally()).isEqualTo(new Tally(2, 0));
  }

  @Test
  void shouldNumberItsSlicesInTheirOrder() {
    ExportPlan plan = ExportPlan.of(1, List.of(BOTH, DATA, DATA), Failures.NONE);

    assertThat(plan.steps().get(0).slices()).extracting(Slice::number).containsExactly(0, 1, 2);
  }
}
