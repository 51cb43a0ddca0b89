package io.spillway.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RunningTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final RunningTasks running = new RunningTasks();

  @Test
  void shouldLetNoTaskBeginInARunThatWasStopped() {
    assertThat(running.begin("one")).isTrue();
    running.stop("one");

    assertThat(running.begin("one")).isFalse();
    assertThat(running.isStopped("one")).isTrue();
    assertThat(running.begin("another")).isTrue();
    assertThat(running.isStopped("another")).isFalse();
  }

  @Test
  void shouldWaitForAllTasksOfARun() throws Exception {
    // Given
    running.begin("one");
    running.begin("one");
    running.begin("another");
    CountDownLatch waiting = new CountDownLatch(1);
    CompletableFuture<Boolean> ended =
        CompletableFuture.supplyAsync(
            () -> {
              waiting.countDown();
              return running.awaitEnd("one", LONG);
            });
    waiting.await();

    // When
    running.end("one");
    boolean tooEarly = ended.isDone();
    running.end("one");

    // Then
    assertThat(tooEarly).isFalse();
    assertThat(ended.get()).isTrue();
  }

  @Test
  void shouldSayThatATaskStillWrites() {
    running.begin("one");

    assertThat(running.awaitEnd("one", Duration.ofMillis(1))).isFalse();
    assertThat(running.awaitEnd("never", LONG)).isTrue();
  }
}
