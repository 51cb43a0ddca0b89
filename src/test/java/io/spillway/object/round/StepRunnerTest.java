package io.spillway.object.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.outcome.Failures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepRunnerTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 20, 2_000, 20_000, 200_000})
  void shouldKeepNoMoreFailuresInAllThanTheDriverCanHold(int tasks) {
    assertThat((long) tasks * StepRunner.failuresPerTask(tasks)).isBetween(1L, 200_000L);
  }

  @Test
  void shouldKeepAllThatAMarkerNamesWhenTasksAreFew() {
    assertThat(StepRunner.failuresPerTask(1)).isEqualTo(Failures.MAX_KEPT);
    assertThat(StepRunner.failuresPerTask(1_000_000)).isEqualTo(1);
  }
}
