package io.spillway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
  private static final Duration BUDGET = Duration.ofMinutes(2);

  @ParameterizedTest
  @CsvSource({"0, 0", "90s, 90000", "2m, 120000", "1h, 3600000", "250ms, 250"})
  void shouldReadTimes(String text, long millis) {
    assertThat(RetryPolicy.parse("--retry-for", text).total().toMillis()).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "-1s", "2 m", "forever", "25h"})
  void shouldRejectOthers(String text) {
    assertThatThrownBy(() -> RetryPolicy.parse("--retry-for", text))
        .hasMessageContaining("--retry-for is ");
  }

  @Test
  void shouldTravelWithSettings() {
    RetryPolicy policy = new RetryPolicy(Duration.ofSeconds(7));
    assertThat(RetryPolicy.in(policy.addedTo(Settings.of(Map.of())))).isEqualTo(policy);
    assertThat(RetryPolicy.in(Settings.of(Map.of()))).isEqualTo(RetryPolicy.DEFAULT);
  }

  @Test
  void shouldGrowItsPausesUpToTenSeconds() {
    Duration last = Duration.ZERO;
    for (int failures = 1; failures < 40; failures++) {
      Duration pause =
          RetryPolicy.pause(failures, Duration.ZERO, Duration.ZERO, BUDGET, 1).orElseThrow();
      assertThat(pause).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(Duration.ofSeconds(10));
      last = pause;
    }
    assertThat(last).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void shouldWaitAsAskedWithinItsTime() {
    Duration asked = Duration.ofSeconds(17);
    assertThat(RetryPolicy.pause(1, Duration.ZERO, asked, BUDGET, 0)).contains(asked);
    assertThat(RetryPolicy.pause(1, Duration.ZERO, Duration.ofHours(1), BUDGET, 0))
        .contains(RetryPolicy.LONGEST_PAUSE);
    assertThat(RetryPolicy.pause(9, BUDGET.minusSeconds(3), asked, BUDGET, 0))
        .contains(Duration.ofSeconds(3));
    assertThat(RetryPolicy.pause(9, BUDGET, asked, BUDGET, 0)).isEmpty();
  }
}
