package io.spillway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.SpillwayException;
import io.spillway.export.ExportOptions;
import io.spillway.request.ProgressListener;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.store.TestGuard;
import io.spillway.store.Writing;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.S3Lake;
import io.spillway.testing.TestSpark;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every request of an export that changes something asks for permission, but those of its lease.
 */
class GuardedExportIT {
  private static final AtomicReference<@Nullable Runnable> PLANNED = new AtomicReference<>();
  private static final int MIB = 1 << 20;

  @RegisterExtension static final S3Lake lake = S3Lake.on(S3Server.Kind.S3PROXY);

  /** Tells the test when planning begins: the lease is had by then, and nothing is written yet. */
  private static final class Tells implements KeyFilter {
    private static final long serialVersionUID = 1L;

    @Override
    public int rounds() {
      return 1;
    }

    @Override
    public int roundForKey(String key) {
      Runnable planned = PLANNED.getAndSet(null);
      if (planned != null) {
        planned.run();
      }
      return 1;
    }
  }

  private static Repo committed() {
    Repo repo = lake.repository();
    Branch main = repo.branch("main");
    for (int i = 0; i < 40; i++) {
      main.put("small/" + i, ("content " + i).getBytes(UTF_8));
    }
    main.put("large", new byte[13 * MIB]);
    main.commit("first");
    return repo;
  }

  private static Exporter exporter(Repo repo) {
    Writing inParts =
        new Writing(5L * MIB, Optional.empty(), Optional.empty(), Optional.empty(), true);
    return new Exporter(
        TestSpark.session(),
        lake.client(),
        repo.id(),
        root(repo),
        ExportOptions.DEFAULT.with(new Tells(), 0).with(inParts),
        ProgressListener.NONE);
  }

  private static String root(Repo repo) {
    return "s3://" + S3Lake.OUT + "/" + repo.id();
  }

  /** As the lease of the default time names itself. */
  private static String reference(Repo repo, int lease) {
    return lease + " 300000 15000 " + root(repo) + "/_spillway/";
  }

  private static List<RecordedRequest> changes() {
    return lake.requests(
        request ->
            !Set.of("GET", "HEAD").contains(request.method())
                && request.bucket().equals(S3Lake.OUT)
                && !request.key().contains("/_spillway/lease/"));
  }

  @Test
  void shouldAskBeforeEveryChange() {
    // Given
    Repo repo = committed();
    try (TestGuard first = new TestGuard(reference(repo, 1));
        TestGuard second = new TestGuard(reference(repo, 2))) {
      PLANNED.set(() -> begin(first));

      // When
      exporter(repo).exportAllFromBranch("main");

      // Then
      assertThat(changes())
          .hasSizeGreaterThan(45)
          .anyMatch(request -> request.query().contains("partNumber"))
          .hasSize(first.begun());

      // Given
      Branch main = repo.branch("main");
      main.delete("small/1");
      main.delete("large");
      main.put("small/2", "changed".getBytes(UTF_8));
      main.commit("second");
      PLANNED.set(() -> begin(second));

      // When
      exporter(repo).exportSinceLast("main");

      // Then
      assertThat(changes())
          .anyMatch(request -> request.query().contains("delete"))
          .hasSize(second.begun());
    }
  }

  private static void begin(TestGuard guard) {
    lake.server().forgetRequests();
    guard.hold();
  }

  @Test
  void shouldChangeNothingOnceThePermissionHasLapsedAnywhere() {
    for (int permitted : List.of(0, 1, 3, 20, 44)) {
      // Given
      Repo repo = committed();
      try (TestGuard guard = new TestGuard(reference(repo, 1)).permitting(permitted)) {
        PLANNED.set(() -> begin(guard));

        // When
        SpillwayException failure =
            catchThrowableOfType(
                SpillwayException.class, () -> exporter(repo).exportAllFromBranch("main"));

        // Then
        assertThat(failure).as("%s permitted", permitted).isNotNull();
        assertThat(changes()).hasSize(permitted);
        assertThat(changes()).noneMatch(request -> request.key().endsWith("_SUCCESS"));
      }
    }
  }
}
