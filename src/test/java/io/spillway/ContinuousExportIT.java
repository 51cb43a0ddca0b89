package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every commit of a long history, exported one after another since the last. */
class ContinuousExportIT {
  private static final int COMMITS = 100;
  private static final int KEPT = 10;
  private static final int KEYS = 300;
  private static final long SEED = 20_260_403;

  // What a folder can hold, and something on the way might change.
  private static final List<String> ODD =
      List.of(
          " n/space-first.txt",
          "n/newline\nname.txt",
          "n/scheme:/x",
          "%2e%2e/x",
          "n/100%",
          "a?b#c",
          "n\\x",
          "größe/日本",
          "t/_SUCCESS");

  @TempDir Path temp;

  private final Random random = new Random(SEED);

  /** An object as the model of this test has it. */
  private record Thing(String content, String metadata) {
    byte[] bytes() {
      return content.getBytes(StandardCharsets.UTF_8);
    }
  }

  @Test // defects 10 and 11 of lakeFS's exporter: old objects and old markers stay
  void shouldFollowAHundredCommits() throws IOException {
    try (Sandbox sandbox = Sandbox.start(Sandbox.options().ranges(20, 10))) {
      // Given
      Repo repo = sandbox.createRepository("followed");
      Folder out = new Folder(temp.resolve("out"));
      Exporter exporter = exporter(sandbox, out);
      List<TreeMap<String, Thing>> history = new ArrayList<>(List.of(new TreeMap<>()));
      long copied = 0;
      long deleted = 0;

      for (int commit = 1; commit <= COMMITS; commit++) {
        // When
        TreeMap<String, Thing> before = history.get(history.size() - 1);
        TreeMap<String, Thing> after = next(history);
        Diff diff = Diff.between(before, after);
        diff.stage(repo.branch("main"), after);
        repo.branch("main").commit("commit " + commit);
        history.add(after);
        ExportReport report = exporter.exportSinceLast("main");

        // Then
        copied += report.objects();
        deleted += report.deleted();
        String as = "commit " + commit + ": " + diff;
        assertThat(report.objects()).as(as).isEqualTo(diff.puts().size());
        assertThat(report.deleted()).as(as).isEqualTo(diff.deletes().size());
        if (commit % 10 == 0) {
          shouldHold(out, after, as);
        }
      }

      System.out.printf(
          Locale.ROOT,
          "%d commits since the last: %d objects copied, %d deleted, %d there at the end%n",
          COMMITS,
          copied,
          deleted,
          history.get(COMMITS).size());
      shouldHaveForgottenTheOldest(out);
    }
  }

  /** What one commit does to the one before. */
  private record Diff(TreeSet<String> puts, TreeSet<String> deletes) {
    static Diff between(Map<String, Thing> before, Map<String, Thing> after) {
      TreeSet<String> puts = new TreeSet<>(after.keySet());
      puts.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
      TreeSet<String> deletes = new TreeSet<>(before.keySet());
      deletes.removeAll(after.keySet());
      return new Diff(puts, deletes);
    }

    void stage(Branch main, Map<String, Thing> after) {
      deletes.forEach(main::delete);
      for (String key : puts) {
        Thing thing = after.get(key);
        main.put(key, thing.bytes(), "text/plain", Map.of("note", thing.metadata()));
      }
    }
  }

  /** The next state, which differs from the last. */
  private TreeMap<String, Thing> next(List<TreeMap<String, Thing>> history) {
    TreeMap<String, Thing> last = history.get(history.size() - 1);
    TreeMap<String, Thing> next = new TreeMap<>(last);
    if (random.nextInt(8) == 0) { // a revert
      next = new TreeMap<>(history.get(random.nextInt(history.size())));
    }
    while (next.equals(last)) {
      for (int changes = 1 + random.nextInt(40); changes > 0; changes--) {
        change(next);
      }
    }
    return next;
  }

  private void change(TreeMap<String, Thing> state) {
    String key = key();
    Thing now = state.get(key);
    int dice = random.nextInt(10);
    if (now != null && dice < 3) {
      state.remove(key);
    } else if (now != null && dice < 5) {
      state.put(key, new Thing(now.content(), "v" + random.nextInt(100)));
    } else {
      // A folder holds no file beside others that lie below its name.
      state.keySet().removeIf(other -> (other + "/").startsWith(key + "/"));
      state.keySet().removeIf(other -> key.startsWith(other + "/"));
      state.put(key, new Thing("x".repeat(random.nextInt(200)) + random.nextInt(), "v0"));
    }
  }

  private String key() {
    int number = random.nextInt(KEYS);
    return switch (random.nextInt(6)) {
      case 0 -> ODD.get(number % ODD.size());
      case 1 -> "flip/" + number % 5; // a file in one commit, and a folder in another
      case 2 -> "flip/" + number % 5 + "/" + number % 3 + "/deep";
      default -> "k/" + number % 17 + "/" + number;
    };
  }

  private static void shouldHold(Folder out, Map<String, Thing> state, String as)
      throws IOException {
    TreeMap<String, byte[]> expected = new TreeMap<>();
    state.forEach((key, thing) -> expected.put(key, thing.bytes()));
    Map<String, byte[]> there = out.objects();
    assertThat(there.keySet()).as(as).isEqualTo(expected.keySet());
    assertThat(there).as(as).usingRecursiveComparison().isEqualTo(expected);
  }

  private static void shouldHaveForgottenTheOldest(Folder out) throws IOException {
    assertThat(out.markers()).hasSize(KEPT).allMatch(name -> name.endsWith("_SUCCESS"));
    try (Stream<Path> exports = Files.list(out.path().resolve("_spillway/exports"))) {
      assertThat(exports).hasSize(KEPT);
    }
    try (Stream<Path> leases = Files.list(out.path().resolve("_spillway/lease"))) {
      assertThat(leases).as("the last lease's file and beat").hasSize(2);
    }
  }

  private static Exporter exporter(Sandbox sandbox, Folder out) {
    return new Exporter(
        TestSpark.session(),
        new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey()),
        "followed",
        out.uri(),
        ExportOptions.DEFAULT.with(Conduct.DEFAULT.with(MaxDelete.parse("100%"))),
        ProgressListener.NONE);
  }
}
