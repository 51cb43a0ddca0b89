package io.spillway.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.ApiClient;
import io.spillway.base.Environment;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.ledger.lease.LeaseTiming;
import io.spillway.object.ObjectSource;
import io.spillway.object.States;
import io.spillway.object.round.StepRunner;
import io.spillway.object.verify.Verifier;
import io.spillway.report.ExportFailedException;
import io.spillway.request.Conduct;
import io.spillway.request.ProgressListener;
import io.spillway.request.Since;
import io.spillway.rows.destination.FolderDestination;
import io.spillway.rows.round.RowRunner;
import io.spillway.source.lakefs.api.LakeFsClient;
import io.spillway.spark.RunningTasks;
import io.spillway.spark.SerializedValues;
import io.spillway.store.Stores;
import io.spillway.testing.FakeRows;
import io.spillway.testing.InlineJobs;
import io.spillway.testing.SmallSource;
import io.spillway.testing.Statics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many exports in one process, as a service runs them: nothing of those that ended stays. */
class ManyExportsTest {
  private static final int EXPORTS = 1_000;
  private static final int FIRST = 300; // as many as the largest bound on entries
  private static final LeaseTiming TIMING = LeaseTiming.lasting(Duration.ofMinutes(5));
  private static final Environment ENVIRONMENT = Environment.system();

  @Test
  @Timeout(300)
  void shouldKeepNothingOfExportsThatEnded() throws Exception {
    // Given
    for (int number = 0; number < FIRST; number++) {
      process("first" + number);
    }
    each(0);
    Map<String, Integer> before = Statics.sizes();
    long threads = Statics.threads();

    // When
    for (int number = 1; number <= EXPORTS / 5; number++) {
      each(number);
    }

    // Then
    assertThat(Statics.grownSince(before)).isEmpty();
    assertThat(Statics.threads()).isLessThanOrEqualTo(threads);
  }

  /** Leaves what Spark's tasks and the users' servers leave in a process. */
  private static void process(String commit) {
    Stores travelling = new Stores(Settings.of(Map.of("of", commit)));
    Stores arrived = SerializedValues.decode(SerializedValues.encode(travelling), Stores.class);
    assertThat(arrived).isEqualTo(travelling);
    RunningTasks.here().stop(commit);
    assertThat(LakeFsClient.of(new ApiClient("http://127.0.0.1:1", "key", commit))).isNotNull();
  }

  /** Five exports: one that succeeds, two that do not, a dry run, and one of rows. */
  private static void each(int number) {
    String commit = "c" + number;
    Stores stores = new Stores(Settings.of(Map.of()));
    assertThat(objects(commit, Conduct.DEFAULT, new InlineJobs(), stores).run().success()).isTrue();
    verify(commit, stores);
    assertThat(objects(commit + "-dry", Conduct.DEFAULT.dryRun(), new InlineJobs(), stores).run())
        .matches(report -> report.success());
    assertThatThrownBy(() -> canceled(commit + "-canceled", stores).run())
        .isInstanceOf(ExportFailedException.class);
    assertThatThrownBy(() -> broken(commit + "-broken", stores).run())
        .isInstanceOf(ExportFailedException.class);
    assertThat(rows(commit, stores).run().success()).isTrue();
    process(commit);
  }

  private static Export canceled(String commit, Stores stores) {
    Cancellation cancellation = new Cancellation();
    InlineJobs jobs = new InlineJobs().before(stage -> cancellation.request());
    return objects(commit, Conduct.DEFAULT, jobs, stores, cancellation);
  }

  private static Export broken(String commit, Stores stores) {
    InlineJobs jobs =
        new InlineJobs()
            .before(
                stage -> {
                  throw new SpillwayException(SpillwayException.Kind.FAILED, "It broke");
                });
    return objects(commit, Conduct.DEFAULT, jobs, stores);
  }

  private static Export objects(String commit, Conduct conduct, InlineJobs jobs, Stores stores) {
    return objects(commit, conduct, jobs, stores, new Cancellation());
  }

  private static Export objects(
      String commit, Conduct conduct, InlineJobs jobs, Stores stores, Cancellation cancellation) {
    ExportOptions options = ExportOptions.DEFAULT.withMaxConcurrency(4).with(conduct);
    return new Export(
        new ObjectWork(
            new SmallSource(commit, 2),
            new Known(),
            new Since.Unsaid(),
            options,
            new StepRunner(jobs, 2, null),
            ENVIRONMENT),
        place(stores),
        TIMING,
        ENVIRONMENT,
        cancellation);
  }

  private static void verify(String commit, Stores stores) {
    assertThat(
            new Verification(
                    new Known(),
                    "lakefs://small",
                    place(stores),
                    ExportOptions.DEFAULT.withMaxConcurrency(4),
                    VerifyOptions.DEFAULT.of(commit),
                    ENVIRONMENT)
                .run(new Verifier(new InlineJobs(), 2), Optional.empty())
                .isEqual())
        .isTrue();
  }

  private static Export rows(String id, Stores stores) {
    FakeRows rows = new FakeRows().table("orders", 3);
    RowWork work =
        new RowWork(
            rows.asSource(),
            new FolderDestination(
                Location.parse("memory://rows/out").asRoot(), Optional.empty(), stores),
            RowOptions.DEFAULT.withMaxConcurrency(4).withExportId(id),
            new RowRunner(new InlineJobs(), ProgressListener.NONE),
            ENVIRONMENT);
    return new Export(work, work.context(), TIMING, ENVIRONMENT);
  }

  private static DestinationContext place(Stores stores) {
    return DestinationContext.of(
        Location.parse("memory://objects/out").asRoot(),
        Optional.empty(),
        new Location("nowhere", "x", ""),
        stores);
  }

  private record Known() implements States {
    @Override
    public ObjectSource at(String id) {
      return new SmallSource(id, 2);
    }
  }
}
