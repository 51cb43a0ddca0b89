package io.spillway.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RunningTasksTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final RunningTasks running = new RunningTasks();

  @Test
  void shouldLetNoTaskBeginInARunThatWasStopped() throws InterruptedException {
    running.begin("one");
    running.stop("one");

    assertThatThrownBy(() -> running.begin("one")).isInstanceOf(InterruptedException.class);
    assertThat(running.isStopped("one")).isTrue();
    running.begin("another");
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
  void shouldSayThatATaskStillWrites() throws InterruptedException {
    running.begin("one");

    assertThat(running.awaitEnd("one", Duration.ofMillis(1))).isFalse();
    assertThat(running.awaitEnd("never", LONG)).isTrue();
  }
}
