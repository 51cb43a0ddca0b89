package io.spillway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.SpillwayException;
import io.spillway.export.ExportHandle;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.request.ExportRequest;
import io.spillway.request.VerifyRequest;
import io.spillway.testing.Cli;
import io.spillway.testing.Folder;
import io.spillway.testing.TaskCounter;
import io.spillway.testing.TestSegments;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A source that is exported step by step, into a folder that all exports share, or that is its own.
 */
class IncrementalRowsIT {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  /** Beats are frequent, so that another export soon sees that the lease is held. */
  private static final int LEASE_SECONDS = 60;

  @TempDir Path temp;
  private Path segments;
  private Folder out;

  @BeforeEach
  void makeFolders() throws IOException {
    segments = Files.createDirectory(temp.resolve("segments"));
    out = new Folder(temp.resolve("out"));
    TestSegments.MEETING.reset();
    TestSpark.leaseFor(LEASE_SECONDS);
  }

  @AfterEach
  void leaseAsUsual() {
    TestSpark.leaseAsUsual();
  }

  @Test
  void shouldExportOnlyWhatIsNewAndRemoveWhatIsReplaced() throws IOException {
    // Given
    segment("a", "a1", "a2", "a3");
    segment("b", "b1", "b2");
    Cli.Ended first = export("--since=last");
    Files.setLastModifiedTime(file("a"), LONG_AGO);
    assertThat(first.exitCode()).as(first.errors()).isZero();
    assertThat(first.output())
        .contains("1 of 1 table, 5 rows", "best effort, segments may be replaced meanwhile");
    assertThat(rows()).containsExactlyInAnyOrder("a1", "a2", "a3", "b1", "b2");

    // When: a segment is added, and one has changed
    segment("b", "b3");
    segment("c", "c1");
    Cli.Ended second = export("--since=last");

    // Then
    assertThat(second.output()).contains("1 of 1 table, 2 rows");
    assertThat(rows()).containsExactlyInAnyOrder("a1", "a2", "a3", "b3", "c1");
    assertThat(Files.getLastModifiedTime(file("a"))).isEqualTo(LONG_AGO);

    // When: two segments are merged
    segment("d", "a1", "a2", "a3", "c1");
    Files.delete(segments.resolve("a"));
    Files.delete(segments.resolve("c"));
    Cli.Ended third = export("--since=last");

    // Then
    assertThat(third.output()).contains("1 of 1 table, 4 rows", "2 files");
    assertThat(dataFiles()).containsExactly("b.zstd.parquet", "d.zstd.parquet");
    assertThat(rows()).containsExactlyInAnyOrder("a1", "a2", "a3", "b3", "c1");

    // When: nothing has changed
    Cli.Ended fourth = export("--since=last");

    // Then
    assertThat(fourth.exitCode()).as(fourth.errors()).isZero();
    assertThat(fourth.output()).contains("0 of 0 tables, 0 rows");
    assertThat(markers()).hasSize(4).allMatch(name -> name.endsWith("_SUCCESS"));
  }

  @Test
  void shouldExportEverythingUnlessToldOtherwise() throws IOException {
    // Given
    segment("a", "a1");
    export();
    segment("b", "b1");

    // When, then
    assertThat(export().output()).contains("2 rows");
    assertThat(export("--since=last").output()).contains("0 rows");
    assertThat(export("--since=yesterday").errors())
        .contains("--since is 'yesterday': give it as --since=last");
  }

  @Test
  void shouldMoveNoCheckpointWhenItFails() throws IOException {
    // Given
    segment("a", "a1");
    export("--since=last");
    segment("b", "b1");
    segment("c", TestSegments.BROKEN);

    // When
    Cli.Ended failed = export("--since=last");
    List<String> left = dataFiles();
    segment("c", "c1");
    Cli.Ended next = export("--since=last");

    // Then
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.output()).contains("segments: segment c is broken");
    assertThat(left).containsExactly("a.zstd.parquet");
    assertThat(next.exitCode()).as(next.errors()).isZero();
    assertThat(next.output()).contains("1 of 1 table, 2 rows");
    assertThat(rows()).containsExactlyInAnyOrder("a1", "b1", "c1");
  }

  @Test
  void shouldKeepTheCheckpointWhenRecordsOfOlderExportsAreGone() throws IOException {
    // Given: only records of failures are left
    segment("a", "a1");
    export("--since=last");
    segment("b", TestSegments.BROKEN);
    export("--since=last", "--keep-exports=1");
    export("--since=last", "--keep-exports=1");

    // When
    segment("b", "b1");
    Cli.Ended next = export("--since=last");

    // Then
    assertThat(next.output()).contains("1 of 1 table, 1 row");
    assertThat(rows()).containsExactlyInAnyOrder("a1", "b1");
  }

  @Test
  void shouldVerifyAndShowTheExportOfASharedFolder() throws IOException {
    // Given
    segment("a", "a1");
    segment("b", "b1");
    export("--export-id=one");
    segment("c", "c1");
    export("--export-id=two", "--since=last");

    // When
    Cli.Ended verified = run("verify", out.uri(), "--read-content");
    Cli.Ended status = run("status", out.uri(), "--output=json");
    Files.delete(file("c"));

    // Then
    assertThat(verified.output()).startsWith("Verified export two of testsegments://");
    assertThat(verified.exitCode()).as(verified.output()).isZero();
    assertThat(status.output())
        .contains("\"consistency\" : \"BEST_EFFORT\"", "segments may be replaced meanwhile");
    assertThat(run("verify", out.uri()).output()).contains("c.zstd.parquet: is missing");
  }

  @Test
  void shouldReadSegmentsInOneJobOfTheWholeCluster() throws IOException {
    // Given
    for (int number = 0; number < 6; number++) {
      segment("s" + number, "row " + number);
    }

    // When
    try (TaskCounter counter = TaskCounter.on(TestSpark.session())) {
      Cli.Ended ended = export();
      counter.await();

      // Then
      assertThat(ended.output()).contains("6 rows");
      assertThat(counter.jobsOf("write 1 tables to " + out.uri())).isEqualTo(1);
      assertThat(counter.tasksOf("write 1 tables to " + out.uri())).isEqualTo(6);
    }
  }

  @Test
  void shouldRejectAnotherSourceInASharedFolder() throws IOException {
    // Given
    segment("a", "a1");
    export();
    Path others = Files.createDirectory(temp.resolve("others"));

    // When
    Cli.Ended ended = run("testsegments://" + others, out.uri());

    // Then
    assertThat(ended.exitCode()).isEqualTo(4);
    assertThat(ended.errors()).contains("says that the destination holds an export of");
  }

  @Test
  void shouldRunExportsWithDifferentIdsSideBySide() throws Exception {
    // Given: both read until they meet
    segment("a", TestSegments.MEET);

    // When
    ExportHandle one = Spillway.start(TestSpark.session(), own("one"));
    ExportHandle two = Spillway.start(TestSpark.session(), own("two"));

    // Then
    for (ExportReport report : List.of(one.await(), two.await())) {
      assertThat(report.success()).isTrue();
      assertThat(report.rows().count()).isEqualTo(1);
    }
    assertThat(out.files())
        .filteredOn(name -> !name.contains("/_spillway/"))
        .containsExactly("table-1/one/a.zstd.parquet", "table-1/two/a.zstd.parquet");
    assertOnlyDataIsVisible("table-1/one");
    assertThat(verify(out.uri() + "/table-1", "one")).isTrue();
    assertThat(run("status", out.uri() + "/table-1", "--export-id=one").output())
        .contains("testsegments://" + segments, "table-1/one");
    assertThat(verify(out.uri() + "/table-1/two", "two")).isTrue();
  }

  @Test
  void shouldRefuseTheSameIdWhileItRuns() throws Exception {
    // Given
    segment("a", TestSegments.MEET);
    ExportHandle running = Spillway.start(TestSpark.session(), own("one"));
    awaitReading();

    // When, then
    assertThatThrownBy(() -> Spillway.export(TestSpark.session(), own("one")))
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining("/table-1/one/_spillway is held by")
        .extracting("kind")
        .isEqualTo(SpillwayException.Kind.REFUSED);
    TestSegments.meet();
    assertThat(running.await().success()).isTrue();
    assertThatThrownBy(() -> Spillway.export(TestSpark.session(), own("one")))
        .hasMessageContaining("it is not empty");
  }

  @Test
  void shouldStopReadingWhenItIsCanceled() throws Exception {
    // Given
    segment("a", TestSegments.MEET);
    ExportHandle running = Spillway.start(TestSpark.session(), own("one"));
    awaitReading();

    // When
    running.cancel();

    // Then
    assertThat(catchThrowableOfType(ExportFailedException.class, running::await).report())
        .extracting(ExportReport::failures)
        .asList()
        .anyMatch(failure -> failure.toString().startsWith("the export: was canceled"));
    assertThat(out.files())
        .filteredOn(name -> name.contains("EXPORT_"))
        .singleElement()
        .asString()
        .startsWith("table-1/one/_spillway/EXPORT_one_")
        .endsWith("_FAILURE");
  }

  @Test
  void shouldContinueFromTheNewestFolderOfTheSameSource() throws IOException {
    // Given
    segment("a", "a1");
    Spillway.export(TestSpark.session(), own("one"));
    segment("b", "b1");

    // When
    ExportReport next = Spillway.export(TestSpark.session(), own("two").with("since", "last"));

    // Then
    assertThat(next.rows().count()).isEqualTo(1);
    assertThat(out.files()).contains("table-1/two/b.zstd.parquet");
    assertThat(out.files()).doesNotContain("table-1/two/a.zstd.parquet");
  }

  @Test
  void shouldShowReadersNothingButData() throws IOException {
    // Given
    segment("a", "a1");
    export("--export-id=one");
    segment("b", TestSegments.BROKEN);
    export("--export-id=two");
    segment("b", "b1");
    export("--export-id=three", "--since=last");

    // Then
    assertOnlyDataIsVisible("");
  }

  @Test
  void shouldRejectNamesThatReadersSkip() throws IOException {
    // Given
    segment("_a", "a1");

    // When
    Cli.Ended ended = export();

    // Then
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output()).contains("readers of a folder skip such files");
    assertThat(dataFiles()).isEmpty();
  }

  /**
   * In a folder of rows, each file is data, or its name or that of a folder begins with _ or a dot.
   */
  private void assertOnlyDataIsVisible(String folder) throws IOException {
    Path base = out.path().resolve(folder);
    assertThat(new Folder(base).files())
        .isNotEmpty()
        .allMatch(
            name -> name.startsWith("_") || name.startsWith(".") || name.endsWith(".parquet"));
    assertThat(TestSpark.session().read().parquet(base.toString()).count())
        .isEqualTo(
            new Folder(base).files().stream().filter(name -> name.endsWith(".parquet")).count());
  }

  /** Waits until a worker reads the line that waits for another thread. */
  private static void awaitReading() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (TestSegments.MEETING.getNumberWaiting() == 0) {
      assertThat(System.nanoTime()).as("no worker reads").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private boolean verify(String destination, String id) {
    return Spillway.verify(TestSpark.session(), VerifyRequest.of(destination).with("export-id", id))
        .isEqual();
  }

  private ExportRequest own(String id) {
    return ExportRequest.of("testsegments://" + segments, out.uri())
        .with("segments-in", "own")
        .with("export-id", id);
  }

  private void segment(String name, String... rows) throws IOException {
    Files.write(segments.resolve(name), List.of(rows), UTF_8);
  }

  private Path file(String segment) {
    return out.path().resolve(segment + ".zstd.parquet");
  }

  private List<String> rows() {
    return TestSpark.session()
        .read()
        .parquet(out.path().toString())
        .as(Encoders.STRING())
        .collectAsList();
  }

  private List<String> dataFiles() throws IOException {
    return out.files().stream().filter(name -> !name.startsWith("_spillway/")).toList();
  }

  private List<String> markers() throws IOException {
    return out.files().stream().filter(name -> name.startsWith("_spillway/EXPORT_")).toList();
  }

  private Cli.Ended export(String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "testsegments://" + segments;
    arguments[1] = out.uri();
    System.arraycopy(options, 0, arguments, 2, options.length);
    return run(arguments);
  }

  private static Cli.Ended run(String... arguments) {
    return InProcess.run(Map.of(), arguments);
  }
}
