package io.spillway.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Environment;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.ledger.History;
import io.spillway.ledger.State;
import io.spillway.ledger.lease.LeaseTiming;
import io.spillway.object.round.StepRunner;
import io.spillway.report.ExportFailedException;
import io.spillway.request.Conduct;
import io.spillway.request.Since;
import io.spillway.spark.JobRunner.Stage;
import io.spillway.store.Stores;
import io.spillway.testing.InlineJobs;
import io.spillway.testing.MemoryOut;
import io.spillway.testing.SmallSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExportHandleTest {
  private static final LeaseTiming TIMING = LeaseTiming.lasting(Duration.ofMinutes(5));

  private final MemoryOut out = new MemoryOut();
  private final Stores stores = new Stores(Settings.of(Map.of()));

  @AfterEach
  void forget() {
    out.close();
  }

  @Test
  void shouldReturnTheReportAsOftenAsItIsAskedFor() throws Exception {
    // Given
    ExportHandle handle = start(new InlineJobs(), Conduct.DEFAULT);

    // When, Then
    assertThat(handle.await().objects()).isEqualTo(3);
    assertThat(handle.await()).isSameAs(handle.await());
    assertThat(handle.isDone()).isTrue();
    handle.cancel();
    assertThat(handle.await().success()).isTrue();
  }

  @Test
  void shouldSignFailureWhenItIsCanceledWhileItWrites() throws Exception {
    // Given
    SynchronousQueue<Stage> stages = new SynchronousQueue<>();
    CountDownLatch canceled = new CountDownLatch(1);
    ExportHandle handle =
        start(
            new InlineJobs()
                .before(
                    stage -> {
                      if (stage.writes()) {
                        pass(stage, stages, canceled);
                      }
                    }),
            Conduct.DEFAULT);
    stages.take();

    // When
    handle.cancel();
    handle.cancel();
    canceled.countDown();
    ExportFailedException failure =
        catchThrowableOfType(ExportFailedException.class, handle::await);

    // Then
    assertThat(failure.report().marker()).endsWith("_FAILURE");
    assertThat(failure.report().failures().toString())
        .contains("was canceled: the program that started it canceled it");
    assertThat(history().exports().get(0).record().state()).isEqualTo(State.CANCELED);
    assertThat(start(new InlineJobs(), Conduct.DEFAULT).await().success()).isTrue();
  }

  private static void pass(Stage stage, SynchronousQueue<Stage> stages, CountDownLatch canceled) {
    try {
      stages.put(stage);
      canceled.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldEndWithoutAMarkerWhenItIsCanceledWhileItWaitsForTheLease() throws Exception {
    // Given
    CountDownLatch held = new CountDownLatch(1);
    SynchronousQueue<Stage> stages = new SynchronousQueue<>();
    ExportHandle holder =
        start(new InlineJobs().before(stage -> pass(stage, stages, held)), Conduct.DEFAULT);
    stages.take();
    ExportHandle waiting = start(new InlineJobs(), Conduct.DEFAULT.waiting());

    // When
    waiting.cancel();

    // Then
    assertThatThrownBy(waiting::await)
        .isInstanceOf(SpillwayException.class)
        .isNotInstanceOf(ExportFailedException.class)
        .hasMessage("The export was canceled before it began: nothing was written.");
    held.countDown();
    drain(stages, holder);
    assertThat(holder.await().success()).isTrue();
    assertThat(history().exports()).hasSize(1);
  }

  private static void drain(SynchronousQueue<Stage> stages, ExportHandle until)
      throws InterruptedException {
    while (!until.isDone()) {
      stages.poll(10, java.util.concurrent.TimeUnit.MILLISECONDS);
    }
  }

  private ExportHandle start(InlineJobs jobs, Conduct conduct) {
    Environment environment = Environment.system();
    return ExportHandle.start(
        List::of,
        cancellation ->
            new Export(
                    new ObjectWork(
                        new SmallSource("c1", 3),
                        id -> new SmallSource(id, 3),
                        new Since.Unsaid(),
                        ExportOptions.DEFAULT.with(conduct),
                        new StepRunner(jobs, 2, null),
                        environment),
                    DestinationContext.of(
                        out.root().asRoot(),
                        Optional.empty(),
                        new Location("nowhere", "x", ""),
                        stores),
                    TIMING,
                    environment,
                    cancellation)
                .run());
  }

  private History history() throws IOException {
    return History.read(stores, out.root().resolve("_spillway"), out.root().asRoot());
  }
}
