package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.export.ExportOptions;
import io.spillway.object.ReadMode;
import io.spillway.report.ExportReport;
import io.spillway.request.ProgressListener;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.store.Traffic;
import io.spillway.store.s3.Fault;
import io.spillway.store.s3.FaultRule;
import io.spillway.store.s3.FaultyProxy;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.Folder;
import io.spillway.testing.S3Lake;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that restart in the middle of an export, for longer than an SDK's own patience. */
class RestartsIT {
  private static final int OBJECTS = 60;
  private static final Duration RESTART = Duration.ofSeconds(4);

  @TempDir private Path disk;

  /** Requests from the given one on, until a restart is over. */
  private static Predicate<RecordedRequest> duringARestart(
      int from, Predicate<RecordedRequest> of) {
    AtomicInteger seen = new AtomicInteger();
    AtomicLong begun = new AtomicLong();
    return request -> {
      if (of.test(request) && seen.incrementAndGet() == from) {
        begun.set(System.nanoTime());
      }
      return begun.get() != 0 && System.nanoTime() - begun.get() < RESTART.toNanos();
    };
  }

  @Test
  void shouldOutlastARestartOfLakeFs() throws IOException {
    try (Sandbox lakeFs = Sandbox.start(Sandbox.options());
        FaultyProxy proxy = FaultyProxy.before(URI.create(lakeFs.url()))) {
      // Given
      Repo repo = lakeFs.createRepository("example");
      Branch main = repo.branch("main");
      for (int i = 0; i < OBJECTS; i++) {
        main.put("a/" + i, ("content " + i).getBytes(StandardCharsets.UTF_8));
      }
      main.commit("all");
      FaultRule restart =
          proxy.inject(
              Fault.reset(), duringARestart(20, request -> request.path().endsWith("/objects")));
      ApiClient client =
          new ApiClient(proxy.endpoint("127.0.0.1"), lakeFs.accessKey(), lakeFs.secretKey());

      // When
      ExportReport report =
          new Exporter(
                  TestSpark.session(),
                  client,
                  repo.id(),
                  new Folder(disk.resolve("out")).uri(),
                  ExportOptions.DEFAULT.with(ReadMode.LAKEFS),
                  ProgressListener.NONE)
              .exportAllFromBranch("main");

      // Then
      assertThat(restart.fired()).isPositive();
      assertThat(report.objects()).isEqualTo(OBJECTS);
      assertThat(report.summary().cost().traffic().count(Traffic.Kind.RETRIES)).isPositive();
    }
  }

  @Test
  void shouldOutlastARestartOfTheStore() throws IOException {
    try (S3Lake lake = S3Lake.start(S3Server.Kind.S3PROXY);
        Trial trial = new Trial(lake, Trial.Way.SERVER_SIDE, disk)) {
      // Given
      trial.some(OBJECTS).commit();
      FaultRule restart = trial.proxy().inject(Fault.reset(), duringARestart(20, trial.toData()));

      // When
      ExportReport report = trial.shouldSucceed();

      // Then
      assertThat(restart.fired()).isPositive();
      assertThat(report.summary().cost().traffic().count(Traffic.Kind.RETRIES)).isPositive();
    }
  }
}
