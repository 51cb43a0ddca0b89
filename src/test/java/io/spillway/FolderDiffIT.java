package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.export.ExportOptions;
import io.spillway.outcome.Failure;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.request.MaxDelete;
import io.spillway.sandbox.Request;
import io.spillway.source.lakefs.metadata.RangeInfo;
import io.spillway.testing.Folder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Differences into a folder: what a file system cannot hold both, and what is read for them. */
class FolderDiffIT extends RepeatedExports {
  private static final ExportOptions ANY_DELETES =
      ExportOptions.DEFAULT.with(Conduct.DEFAULT.with(MaxDelete.parse("100%")));

  @TempDir Path temp;
  private Folder folder;

  @BeforeEach
  void chooseFolder() {
    folder = new Folder(temp.resolve("out"));
  }

  @Test
  void shouldNameTheDeletesThatMadeRoomInTheOutcomes() throws IOException {
    // Given
    put("p/a/x", "x");
    put("p/a/y", "y");
    put("p/b", "b");
    put("p/c", "c");
    main.commit("first");
    toFolder().exportSinceLast("main");
    main.delete("p/a/x");
    main.delete("p/a/y");
    put("p/a", "file");
    main.delete("p/b");
    put("p/b/z", "z");
    main.delete("p/c");
    main.commit("second");

    // When
    ExportReport report = toFolder().exportSinceLast("main");

    // Then
    assertThat(texts()).isEqualTo(contents("main"));
    assertThat(outcomes(report, "copy-1"))
        .containsExactlyInAnyOrder(
            "make-room p/a/x", "make-room p/a/y", "make-room p/b", "copy p/a", "copy p/b/z");
    assertThat(outcomes(report, "delete-1"))
        .containsExactlyInAnyOrder("delete p/a/x", "delete p/a/y", "delete p/b", "delete p/c");
    assertThat(report.deleted()).as("each counts once").isEqualTo(4);
  }

  @Test
  void shouldNotMakeRoomByDeletingWhatNoExportBroughtThere() throws IOException {
    // Given
    put("fine", "x");
    main.commit("first");
    toFolder().exportSinceLast("main");
    Files.writeString(folder.path().resolve("p"), "somebody else's", StandardCharsets.UTF_8);
    put("p/a", "x");
    main.commit("second");

    // When
    ExportReport report = failure(() -> toFolder().exportSinceLast("main")).report();

    // Then
    assertThat(report.failures()).extracting(Failure::key).containsExactly("p/a");
    assertThat(texts()).containsEntry("p", "somebody else's");
  }

  @Test
  void shouldTurnBackWhatAFailedAttemptTurned() throws IOException {
    // Given: a folder became a file, and then the attempt failed
    put("p/a/x", "x");
    put("q", "q");
    String first = main.commit("first");
    toFolder().exportSinceLast("main");
    main.delete("p/a/x");
    put("p/a", "file");
    main.delete("q");
    put("q/b", "b");
    lose(put("gone", "x"));
    main.commit("second");
    failure(() -> toFolder().exportSinceLast("main"));
    assertThat(texts()).containsKeys("p/a", "q/b");

    // When: the first commit is exported again
    toFolder().exportAllFromCommit(first);

    // Then
    assertThat(texts()).isEqualTo(contents(first));
  }

  @Test // defect 10 of lakeFS's exporter: it reads both commits whole
  void shouldReadOnlyTheRangesThatDiffer() throws IOException {
    // Given
    for (int i = 1_000; i < 1_400; i++) {
      put("k/" + i, "v" + i);
    }
    String first = main.commit("first");
    toFolder().exportAllFromCommit(first);
    put("k/1100", "changed");
    main.delete("k/1300");
    String second = main.commit("second");
    Set<String> before = ids(first);
    Set<String> after = ids(second);
    Set<String> shared = new HashSet<>(before);
    shared.retainAll(after);
    assertThat(shared).hasSizeGreaterThan(20);
    Set<String> differing = new HashSet<>(before);
    differing.addAll(after);
    differing.removeAll(shared);
    Set<String> added = new HashSet<>(after);
    added.removeAll(before);
    sandbox.forgetRequests();

    // When
    ExportReport report = toFolder().exportFrom("main", first);

    // Then
    Set<String> read = new HashSet<>();
    sandbox.requests().stream()
        .map(Request::path)
        .filter(path -> path.contains("/metadata/object/range/"))
        .forEach(path -> read.add(path.substring(path.lastIndexOf('/') + 1)));
    assertThat(read).isSubsetOf(differing).as("what no export has read before").containsAll(added);
    assertThat(report.objects()).isEqualTo(1);
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(texts()).isEqualTo(contents("main"));
    assertThat(sandbox.requests()).noneMatch(request -> request.path().endsWith("/objects/ls"));
  }

  @Test
  void shouldExportTheSameDifferenceFromListings() throws IOException {
    // Given
    for (int i = 0; i < 1_500; i++) {
      put("k/" + i, "v" + i);
    }
    main.put("typed", bytes("x"), "text/plain", Map.of("owner", "team-a"));
    String first = main.commit("first");
    toFolder().exportAllFromCommit(first);
    main.put("k/7", bytes("v7")); // another physical address, the same object
    put("k/8", "changed");
    put("k/1499-and-a-half", "new");
    main.delete("k/9");
    main.delete("k/1000");
    main.put("typed", bytes("x"), "text/csv", Map.of("owner", "team-a"));
    main.commit("second");
    sandbox.refuse(request -> request.path().contains("/metadata/"), 403, "no permission");
    sandbox.forgetRequests();

    // When
    ExportReport report;
    try {
      report = toFolder().exportFrom("main", first);
    } finally {
      sandbox.refuseNothing();
    }

    // Then
    assertThat(sandbox.requests()).anyMatch(request -> request.path().endsWith("/objects/ls"));
    assertThat(report.objects()).isEqualTo(3);
    assertThat(report.deleted()).isEqualTo(2);
    assertThat(texts()).isEqualTo(contents("main"));
  }

  @Test
  void shouldListBothCommitsWhenTheFilesOfOneAreRefused() throws IOException {
    // Given
    putMany(300);
    String first = main.commit("first");
    toFolder().exportAllFromCommit(first);
    put("k/8", "changed");
    main.delete("k/9");
    main.commit("second");
    String refused = repo.commit(first).metaRangeId();
    sandbox.refuse(request -> request.path().endsWith(refused), 403, "no permission");

    // When
    ExportReport report;
    try {
      report = toFolder().exportFrom("main", first);
    } finally {
      sandbox.refuseNothing();
    }

    // Then
    assertThat(report.objects()).isEqualTo(1);
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(texts()).isEqualTo(contents("main"));
  }

  private Exporter toFolder() {
    return exporter(repo, folder.uri(), ANY_DELETES);
  }

  private Map<String, String> texts() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    folder
        .objects()
        .forEach((key, content) -> texts.put(key, new String(content, StandardCharsets.UTF_8)));
    return texts;
  }

  private Set<String> ids(String commit) {
    Set<String> ids = new HashSet<>();
    for (RangeInfo range : repo.ranges(commit)) {
      ids.add(range.id());
    }
    return ids;
  }

  /** What one step has written down, as any tool reads it. */
  private List<String> outcomes(ExportReport report, String step) throws IOException {
    String below = "_spillway/exports/" + report.exportId() + "/outcomes/" + step + "/";
    List<String> found = new ArrayList<>();
    for (String file : folder.files()) {
      if (file.startsWith(below)) {
        try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(folder.path().resolve(file))),
                    StandardCharsets.UTF_8))) {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode outcome = new ObjectMapper().readTree(line);
            assertThat(outcome.get("state").asText()).isEqualTo("done");
            found.add(outcome.get("action").asText() + " " + outcome.get("key").asText());
          }
        }
      }
    }
    return found;
  }
}
