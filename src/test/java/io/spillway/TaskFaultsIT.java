package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.Trial.Way;
import io.spillway.report.ExportReport;
import io.spillway.store.s3.Fault;
import io.spillway.store.s3.FaultRule;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.S3Lake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task that dies when it has copied some of its objects, and is run again. */
class TaskFaultsIT {
  private static final int OBJECTS = 61;
  private static final int COPIED_BEFORE = 20;

  @TempDir Path temp;

  /** Ends the task that asks about the last key, once, after so many objects have arrived. */
  private static final class DiesOnce implements KeyFilter {
    private static final long serialVersionUID = 1L;
    private static final AtomicInteger DEATHS = new AtomicInteger();
    private static final AtomicInteger COPIES = new AtomicInteger();
    private static volatile boolean begun;

    @Override
    public int rounds() {
      return 1;
    }

    @Override
    public int roundForKey(String key) {
      if (key.equals("empty") && begun && DEATHS.getAndIncrement() == 0) {
        while (COPIES.get() < COPIED_BEFORE) {
          Thread.onSpinWait();
        }
        throw new AssertionError("injected: this worker dies");
      }
      return 1;
    }
  }

  @Test
  void shouldCountOnceWhatATaskDidThatDiedAndWasRunAgain() throws IOException {
    try (S3Lake lake = S3Lake.start(S3Server.Kind.S3PROXY);
        Trial trial = new Trial(lake, Way.SERVER_SIDE, temp)) {
      // Given
      trial.some(OBJECTS - 1).commit().with(new DiesOnce());
      // The record is written between the counting and the copying.
      trial.proxy().inject(Fault.first(() -> DiesOnce.begun = true), trial.toLedger("exports/"));
      FaultRule copies =
          trial.proxy().inject(Fault.then(DiesOnce.COPIES::incrementAndGet), trial.toData());

      // When
      ExportReport report = trial.shouldSucceed();

      // Then
      assertThat(DiesOnce.DEATHS.get()).as("a task has died").isPositive();
      assertThat(copies.fired()).isGreaterThanOrEqualTo(OBJECTS);
      assertThat(report.objects()).isEqualTo(OBJECTS);
      assertThat(report.summary().skipped().objects()).isZero();
    }
  }
}
