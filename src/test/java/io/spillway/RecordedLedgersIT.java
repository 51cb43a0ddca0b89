package io.spillway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.export.VerifyOptions;
import io.spillway.ledger.DestinationState;
import io.spillway.ledger.ExportStatus;
import io.spillway.ledger.History;
import io.spillway.object.verify.Difference;
import io.spillway.report.ExportReport;
import io.spillway.report.VerifyReport;
import io.spillway.request.ProgressListener;
import io.spillway.sandbox.FixedSandbox;
import io.spillway.store.Stores;
import io.spillway.testing.RecordedFolder;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Destinations that an earlier version left are read, resumed, verified and continued. */
class RecordedLedgersIT {
  private static final int LEASE_SECONDS = 3;
  private static final int NEXT = 4;
  private static final List<String> OF_ROWS = List.of("rows", "rows-killed");

  private static FixedSandbox sandbox;
  private static RecordedHistory commits;

  @TempDir Path temp;
  private RecordedFolder folder;

  @BeforeAll
  static void startSandbox() throws IOException {
    sandbox = FixedSandbox.start();
    commits = RecordedHistory.in(sandbox);
  }

  @AfterAll
  static void closeSandbox() {
    sandbox.close();
  }

  @AfterEach
  void restoreLease() {
    TestSpark.leaseAsUsual();
  }

  @Test
  void shouldUseEveryRecording() throws IOException {
    // Given
    Set<String> used = new TreeSet<>(OF_ROWS);
    for (RecordedLedger recorded : RecordedLedger.values()) {
      used.add(recorded.text());
    }

    // Then
    assertThat(RecordedFolder.names()).containsExactlyElementsOf(used);
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeRead(RecordedLedger recorded) throws IOException {
    // Given
    unpack(recorded);

    // When
    History history = history(recorded);
    DestinationState holdings = holdings(recorded);

    // Then
    History.Entry newest = history.exports().get(0);
    assertThat(history.unreadable()).isEmpty();
    assertThat(newest.standing()).isEqualTo(recorded.newest());
    assertThat(newest.record().what().commit())
        .as("the sandbox makes other commits than when this was recorded")
        .isEqualTo(commits.commit(recorded.commit()));
    assertThat(newest.record().run().attempt())
        .isEqualTo(recorded == RecordedLedger.RESUMED ? 2 : 1);
    assertThat(holdings.origin()).isEqualTo(DestinationState.Origin.LEDGER);
    assertThat(holdings.base()).isEqualTo(base(recorded));
    assertThat(holdings.attempts())
        .isEqualTo(recorded.attempts().stream().map(commits::commit).toList());
    assertThat(holdings.unfinished().isPresent()).isEqualTo(recorded.isUnfinished());
    assertThat(holdings.globs()).isEqualTo(recorded.globs());
  }

  @ParameterizedTest
  @EnumSource(
      names = {"FULL", "DIFF", "RESUMED", "MIRROR", "FILTERS"},
      mode = EnumSource.Mode.EXCLUDE)
  void shouldBeResumed(RecordedLedger recorded) throws IOException {
    // Given
    unpack(recorded);
    String unfinished = history(recorded).exports().get(0).record().exportId();

    // When
    ExportReport report = exporter(recorded).exportAllFromRef(commits.commit(recorded.commit()));

    // Then
    assertThat(report.exportId()).isEqualTo(unfinished);
    assertThat(report.summary().skipped().objects()).isPositive();
    assertThat(history(recorded).exports().get(0).record().run().attempt()).isEqualTo(2);
    shouldHold(recorded, recorded.commit());
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeVerified(RecordedLedger recorded) throws IOException {
    // Given
    unpack(recorded);
    List<String> before = folder.out().files();
    VerifyOptions reading = VerifyOptions.DEFAULT.readingContent();

    // When, then
    if (recorded.base() == 0) {
      assertThatThrownBy(() -> exporter(recorded).verify(reading))
          .isInstanceOf(SpillwayException.class)
          .hasMessageContaining("--commit_id");
    } else {
      shouldFindDifferences(recorded, recorded.base(), exporter(recorded).verify(reading));
    }
    if (recorded.isUnfinished()) {
      String commit = commits.commit(recorded.commit());
      VerifyReport tried = exporter(recorded).verify(reading.of(commit));
      assertThat(tried.isEqual()).isFalse();
      shouldFindDifferences(recorded, recorded.commit(), tried);
    }
    assertThat(folder.out().files()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeContinued(RecordedLedger recorded) throws IOException {
    // Given
    unpack(recorded);

    // When
    ExportReport next = exportNext(recorded);
    ExportReport again = exportNext(recorded);

    // Then
    shouldHold(recorded, NEXT);
    assertThat(next.objects()).isPositive();
    if (!recorded.isKilled()) { // of a lease that was taken over, late writes are settled again
      assertThat(again.objects()).isZero();
      assertThat(again.deleted()).isZero();
    }
    assertThat(history(recorded).exports())
        .extracting(History.Entry::standing)
        .startsWith(ExportStatus.SUCCEEDED, ExportStatus.SUCCEEDED);
    assertThat(exporter(recorded).verify(VerifyOptions.DEFAULT.readingContent()).isEqual())
        .isTrue();
  }

  private void unpack(RecordedLedger recorded) throws IOException {
    folder = recorded.unpack(temp.resolve("recorded"));
    if (recorded.isKilled()) {
      TestSpark.leaseFor(LEASE_SECONDS);
    }
  }

  private ExportReport exportNext(RecordedLedger recorded) {
    return recorded == RecordedLedger.MIRROR
        ? exporter(recorded).exportAllFromBranch("main")
        : exporter(recorded).exportSinceLast("main");
  }

  private Exporter exporter(RecordedLedger recorded) {
    return new Exporter(
        TestSpark.session(),
        new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey()),
        RecordedHistory.REPOSITORY,
        folder.out().uri(),
        recorded.options(folder),
        ProgressListener.NONE);
  }

  private DestinationContext place(RecordedLedger recorded) {
    return DestinationContext.of(
        Location.parse(folder.out().uri()).asRoot(),
        recorded.ledger(folder),
        new Location("nowhere", "x", ""),
        new Stores(Settings.of(Map.of())));
  }

  private History history(RecordedLedger recorded) throws IOException {
    DestinationContext place = place(recorded);
    return History.read(place.stores(), place.ledger(), place.root());
  }

  private DestinationState holdings(RecordedLedger recorded) throws IOException {
    DestinationContext place = place(recorded);
    return DestinationState.read(
        place.stores(),
        place.records(),
        place.root(),
        "lakefs://" + RecordedHistory.REPOSITORY,
        id -> id.matches("[0-9a-f]{64}"));
  }

  private static Optional<String> base(RecordedLedger recorded) {
    return Optional.of(recorded.base()).filter(number -> number > 0).map(commits::commit);
  }

  private Map<String, String> there() throws IOException {
    Map<String, String> there = new TreeMap<>();
    folder.out().objects().forEach((key, content) -> there.put(key, new String(content, UTF_8)));
    return there;
  }

  private void shouldHold(RecordedLedger recorded, int commit) throws IOException {
    assertThat(there()).isEqualTo(commits.contents(commit, recorded.globs()));
  }

  /** Checks that verify finds what a comparison byte by byte finds. */
  private void shouldFindDifferences(RecordedLedger recorded, int commit, VerifyReport report)
      throws IOException {
    Map<String, String> expected = commits.contents(commit, recorded.globs());
    Map<String, String> there = there();
    Set<String> differing = new TreeSet<>(expected.keySet());
    differing.addAll(there.keySet());
    differing.removeIf(key -> Objects.equals(expected.get(key), there.get(key)));
    assertThat(report.commitId()).isEqualTo(commits.commit(commit));
    assertThat(report.differences())
        .extracting(Difference::key)
        .containsExactlyElementsOf(differing);
    assertThat(report.isEqual()).isEqualTo(!recorded.isUnfinished());
  }
}
