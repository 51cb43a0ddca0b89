package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.export.ExportOptions;
import io.spillway.object.Entry;
import io.spillway.testing.Cli;
import io.spillway.testing.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line over a destination that holds an earlier export. */
class RepeatedMainIT extends RepeatedExports {
  @TempDir Path temp;
  private Folder folder;
  private String first;

  @BeforeEach
  void exportOnce() {
    folder = new Folder(temp.resolve("out"));
    for (int i = 0; i < 40; i++) {
      put("k/" + i, "v" + i);
    }
    put("top", "x");
    put("t/_SUCCESS", "");
    first = main.commit("first");
    inProcess().exportAllFromCommit(first);
  }

  @Test
  void shouldPrintTheTableOfADryRunAndWriteNothing() throws Exception {
    // Given
    put("k/1", "four");
    put("n/new", "12345");
    put("t/_SUCCESS", "12");
    main.delete("k/2");
    main.delete("top");
    String second = main.commit("second");
    List<String> before = listing();

    // When
    Cli.Ended ended = cli("--branch=main", "--since=last", "--dry-run");

    // Then
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    assertThat(ended.output().lines().map(RepeatedMainIT::folded).toList())
        .startsWith("Would export lakefs://" + repo.id() + "/" + second + " (since " + first + ")")
        .containsSubsequence(
            "objects bytes skipped",
            "copy round 1 2 9 bytes 0",
            "k/ 1 4 bytes",
            "n/ 1 5 bytes",
            "copy round 2 1 2 bytes 0",
            "t/ 1 2 bytes",
            "delete round 1 2 0",
            "(in no folder) 1",
            "k/ 1")
        .endsWith("Nothing was written: this was a dry run.");
    assertThat(listing()).isEqualTo(before);
  }

  @Test
  void shouldExitWithFourWhenTheBaseIsAnother() throws Exception {
    // Given
    put("k/1", "second");
    String second = main.commit("second");
    inProcess().exportAllFromCommit(second);
    put("k/1", "third");
    main.commit("third");
    List<String> before = listing();

    // When
    Cli.Ended ended = cli("--branch=main", "--prev_commit_id=" + first);

    // Then
    shouldBeRefused(ended, first, second, "--force");
    assertThat(listing()).isEqualTo(before);
  }

  @Test
  void shouldExitWithFourWhenTooMuchWouldBeDeleted() throws Exception {
    // Given
    for (int i = 0; i < 30; i++) {
      main.delete("k/" + i);
    }
    main.commit("second");
    List<String> before = listing();

    // When
    Cli.Ended ended = cli("--branch=main", "--since=last");

    // Then
    shouldBeRefused(ended, "would delete 30 of the 42 objects", "--max-delete=50%");
    assertThat(listing()).isEqualTo(before);
    Cli.Ended allowed = cli("--branch=main", "--since=last", "--max-delete=80%");
    assertThat(allowed.exitCode()).as(allowed.errors()).isZero();
    assertThat(folder.objects()).hasSize(12);
  }

  @Test
  void shouldPrintWhatARepeatedRunSkips() throws Exception {
    // Given
    put("k/1", "second");
    Entry gone = put("gone", "back");
    main.commit("second");
    lose(gone);
    Cli.Ended failed = cli("--branch=main", "--prev_commit_id=" + first);
    assertThat(failed.exitCode()).isEqualTo(1);
    mend(gone, "back");

    // When
    Cli.Ended ended = cli("--branch=main", "--prev_commit_id=" + first);

    // Then
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    assertThat(ended.output().lines().map(RepeatedMainIT::folded))
        .contains("objects 1")
        .anyMatch(line -> line.startsWith("skipped 1 "));
    assertThat(folder.objects()).hasSize(43);
  }

  private void shouldBeRefused(Cli.Ended ended, String... words) {
    assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(4);
    assertThat(ended.output()).isEmpty();
    String last = ended.errorLines().get(ended.errorLines().size() - 1);
    assertThat(last).startsWith("spillway: ").endsWith(".").contains(words);
    assertThat(ended.errors()).doesNotContain("Exception");
  }

  private Cli.Ended cli(String... options) throws IOException, InterruptedException {
    String[] arguments =
        Stream.concat(Stream.of(repo.id(), folder.uri()), Stream.of(options))
            .toArray(String[]::new);
    return Cli.local().with(sandbox).run(arguments);
  }

  private Exporter inProcess() {
    return exporter(repo, folder.uri(), ExportOptions.DEFAULT);
  }

  /** Every file but those of leases, with when it was written. */
  private List<String> listing() throws IOException {
    List<String> files = folder.files();
    return files.stream()
        .filter(file -> !file.startsWith("_spillway/lease/"))
        .map(file -> file + " " + modified(file))
        .toList();
  }

  private String modified(String file) {
    try {
      return Files.getLastModifiedTime(folder.path().resolve(file)).toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String folded(String line) {
    return line.strip().replaceAll(" +", " ");
  }
}
