package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.SpillwayException;
import io.spillway.export.ExportOptions;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.request.MaxDelete;
import io.spillway.request.ProgressListener;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.testing.Folder;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of differences into a folder. */
class DiffExportIT {
  private static Sandbox sandbox;
  private static int repositories;

  @TempDir Path temp;

  private Repo repo;
  private Branch main;
  private Folder out;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start(Sandbox.options().ranges(20, 10));
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @BeforeEach
  void makeRepository() {
    repo = sandbox.createRepository("diff-" + ++repositories);
    main = repo.branch("main");
    out = new Folder(temp.resolve("out"));
  }

  @Test
  void shouldCopyWhatChangedAndDeleteWhatWent() throws IOException {
    // Given
    for (int i = 0; i < 200; i++) {
      main.put("k/" + i, bytes("v" + i));
    }
    String first = main.commit("first");
    exporter().exportAllFromCommit(first);
    main.put("k/7", bytes("changed"));
    main.put("new", bytes("new"));
    main.delete("k/8");
    main.commit("second");

    // When
    ExportReport report = exporter().exportFrom("main", first);

    // Then
    Map<String, byte[]> expected = new TreeMap<>();
    for (int i = 0; i < 200; i++) {
      expected.put("k/" + i, bytes("v" + i));
    }
    expected.put("k/7", bytes("changed"));
    expected.put("new", bytes("new"));
    expected.remove("k/8");
    assertThat(out.objects()).usingRecursiveComparison().isEqualTo(expected);
    assertThat(report.since()).contains(first);
    assertThat(report.objects()).isEqualTo(2);
    assertThat(report.deleted()).isEqualTo(1);
  }

  @Test
  void shouldRollBackAndExportSinceTheLastSuccess() throws IOException {
    // Given
    main.put("a", bytes("1"));
    String first = main.commit("first");
    exporter().exportSinceLast("main");
    main.put("a", bytes("2"));
    main.put("b", bytes("2"));
    String second = main.commit("second");
    exporter().exportSinceLast("main");

    // When
    ExportReport back = exporter().exportBetween(second, first);
    ExportReport same = exporter().exportAllFromCommit(first);

    // Then
    assertThat(out.objects())
        .usingRecursiveComparison()
        .isEqualTo(new TreeMap<>(Map.of("a", bytes("1"))));
    assertThat(back.objects()).isEqualTo(1);
    assertThat(back.deleted()).isEqualTo(1);
    assertThat(same.objects()).isZero();
    assertThat(out.markers()).hasSize(4);
  }

  @Test
  void shouldRefuseAnotherBaseThanTheLedgerSays() throws IOException {
    // Given
    main.put("a", bytes("1"));
    String first = main.commit("first");
    main.put("a", bytes("2"));
    String second = main.commit("second");
    exporter().exportAllFromBranch("main");
    main.put("a", bytes("3"));
    main.commit("third");

    // When, Then
    assertThatThrownBy(() -> exporter().exportFrom("main", first))
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining(first)
        .hasMessageContaining(second)
        .extracting(e -> ((SpillwayException) e).kind())
        .isEqualTo(SpillwayException.Kind.REFUSED);
  }

  @Test // defect 3 of lakeFS's exporter: it crashes, and leaves the object under a wrong name
  void shouldTurnAFolderIntoAFileAndBack() throws IOException {
    // Given
    main.put("p/a/x", bytes("x"));
    main.put("p/a/y", bytes("y"));
    main.put("p/b", bytes("b"));
    main.commit("first");
    exporter().exportSinceLast("main");
    main.delete("p/a/x");
    main.delete("p/a/y");
    main.put("p/a", bytes("file"));
    main.delete("p/b");
    main.put("p/b/z", bytes("z"));
    main.commit("second");

    // When
    ExportReport report =
        exporter(ExportOptions.DEFAULT.with(Conduct.DEFAULT.with(MaxDelete.parse("100%"))))
            .exportSinceLast("main");

    // Then
    assertThat(out.objects())
        .usingRecursiveComparison()
        .isEqualTo(new TreeMap<>(Map.of("p/a", bytes("file"), "p/b/z", bytes("z"))));
    assertThat(report.deleted()).isEqualTo(3);
  }

  private Exporter exporter() {
    return exporter(ExportOptions.DEFAULT);
  }

  private Exporter exporter(ExportOptions options) {
    return new Exporter(
        TestSpark.session(),
        new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey()),
        repo.id(),
        out.uri(),
        options,
        ProgressListener.NONE);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
