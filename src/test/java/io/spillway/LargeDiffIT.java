package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Bytes;
import io.spillway.base.KeyGlobs;
import io.spillway.export.ExportOptions;
import io.spillway.object.Entry;
import io.spillway.object.plan.PlannedAction;
import io.spillway.object.plan.Step;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.request.ProgressListener;
import io.spillway.request.Since;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Request;
import io.spillway.sandbox.Sandbox;
import io.spillway.source.lakefs.metadata.RangeInfo;
import io.spillway.testing.Folder;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small change to much: the diff reads the ranges that differ and no others; {@code
 * -Dspillway.diff.objects=N} tries another number of objects.
 */
class LargeDiffIT {
  private static final int OBJECTS = Integer.getInteger("spillway.diff.objects", 1_000_000);
  private static final int CHANGES = 1_000;
  private static final int CHANGED_RANGES = 3;
  private static final Pattern METADATA = Pattern.compile(".*/metadata/object/(\\w+)/(\\w+)");

  @TempDir Path temp;

  @Test
  void shouldReadOnlyTheRangesThatDiffer() throws IOException {
    try (Sandbox sandbox = Sandbox.start(Sandbox.options().ranges(OBJECTS / 50, OBJECTS / 200))) {
      // Given
      Repo repo = sandbox.createRepository("large");
      Branch main = repo.branch("main");
      String before = main.commit("many", entries());
      List<RangeInfo> ranges = repo.ranges(before);
      assertThat(ranges).hasSizeGreaterThanOrEqualTo(100);
      Map<String, byte[]> copied = change(main, ranges);
      String after = main.commit("a few of them");
      assertThat(repo.ranges(after)).hasSameSizeAs(ranges);
      Folder out = new Folder(temp.resolve("out"));
      Files.createDirectories(out.path());
      Files.createFile(
          out.path().resolve("EXPORT_" + before + "_2026-01-01T00:00:00.000Z_SUCCESS"));
      sandbox.forgetRequests();

      // When
      List<PlannedAction> actions = new ArrayList<>();
      ExportReport preview =
          exporter(sandbox, out, Conduct.DEFAULT)
              .planRef(after, new Since.Commit(before), actions::add);
      List<Request> planned = sandbox.requests();
      sandbox.forgetRequests();
      ExportReport report = exporter(sandbox, out, Conduct.DEFAULT).exportFrom("main", before);
      List<Request> exported = sandbox.requests();

      // Then
      print(ranges.size(), "dry run", preview, planned);
      print(ranges.size(), "export", report, exported);
      assertThat(filesRead(planned)).isEqualTo(Map.of("range", 6, "meta_range", 2));
      assertThat(actions)
          .filteredOn(action -> action.act() == Step.Act.COPY)
          .extracting(PlannedAction::key)
          .containsExactlyElementsOf(copied.keySet());
      assertThat(actions).hasSize(CHANGES);
      assertThat(report.objects()).isEqualTo(copied.size());
      assertThat(report.deleted()).isEqualTo(CHANGES - copied.size());
      assertThat(out.objects()).usingRecursiveComparison().isEqualTo(copied);
      // What the dry run has read, the workers still hold or read again; nothing else.
      assertThat(filesRead(exported).getOrDefault("range", 0)).isLessThanOrEqualTo(6);
      assertThat(filesRead(exported).getOrDefault("meta_range", 0)).isLessThanOrEqualTo(2);
    }
  }

  /** Of 100 prefixes in as many ranges, an export of one reads what it lies in and nothing else. */
  @Test
  void shouldReadOnlyTheRangesThatAFilterCanMatch() throws IOException {
    try (Sandbox sandbox = Sandbox.start(Sandbox.options().ranges(OBJECTS / 50, OBJECTS / 200))) {
      // Given
      Repo repo = sandbox.createRepository("large");
      String commit = repo.branch("main").commit("many", entries());
      List<RangeInfo> ranges = repo.ranges(commit);
      assertThat(ranges).hasSizeGreaterThanOrEqualTo(100);
      KeyGlobs globs = KeyGlobs.ALL.including("table/day=042*/**").excluding("**/part-*5.parquet");
      long expected =
          LongStream.range(0, OBJECTS).filter(number -> globs.matches(key(number))).count();
      sandbox.forgetRequests();

      // When
      ExportReport report =
          new Exporter(
                  TestSpark.session(),
                  new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey()),
                  "large",
                  new Folder(temp.resolve("some")).uri(),
                  ExportOptions.DEFAULT.with(globs).with(Conduct.DEFAULT.dryRun()),
                  ProgressListener.NONE)
              .exportAllFromBranch("main");

      // Then
      print(ranges.size(), "dry run of some", report, sandbox.requests());
      assertThat(report.preview().stream().mapToLong(step -> step.act().objects()).sum())
          .isEqualTo(expected)
          .isPositive();
      assertThat(filesRead(sandbox.requests()).get("range")).isBetween(1, 5);
    }
  }

  private static Iterator<Entry> entries() {
    return LongStream.range(0, OBJECTS)
        .mapToObj(i -> Sandbox.syntheticEntry(key(i), 1 + i % 1_000))
        .iterator();
  }

  private static String key(long i) {
    return String.format(Locale.ROOT, "table/day=%04d/part-%07d.parquet", i / 1_000, i);
  }

  /**
   * Changes and deletes objects in the first, a middle and one of the last ranges, and adds some
   * between them.
   *
   * @return what is there to copy
   */
  private static Map<String, byte[]> change(Branch main, List<RangeInfo> ranges) {
    Map<String, byte[]> copied = new TreeMap<>();
    int left = CHANGES;
    long last = OBJECTS - 1L;
    int[] chosen = {0, ranges.size() / 2, ranges.size() - 2};
    for (int i = 0; i < CHANGED_RANGES; i++) {
      RangeInfo range = ranges.get(chosen[i]);
      int changes = left / (CHANGED_RANGES - i);
      left -= changes;
      long first = LongStream.rangeClosed(0, last).filter(n -> isIn(range, n)).min().orElseThrow();
      for (int change = 0; change < changes; change++) {
        String key = key(first + 1 + change / 3);
        assertThat(Bytes.of(key)).isBetween(range.minKey(), range.maxKey());
        if (change % 3 == 0) {
          put(main, copied, key + ".added");
        } else if (change % 3 == 1) {
          put(main, copied, key);
        } else {
          main.delete(key(first + 400 + change / 3));
        }
      }
    }
    return copied;
  }

  private static boolean isIn(RangeInfo range, long number) {
    return Bytes.of(key(number)).compareTo(range.minKey()) >= 0;
  }

  private static void put(Branch main, Map<String, byte[]> copied, String key) {
    byte[] content = key.getBytes(StandardCharsets.UTF_8);
    main.put(key, content);
    copied.put(key, content);
  }

  private static Exporter exporter(Sandbox sandbox, Folder out, Conduct conduct) {
    return new Exporter(
        TestSpark.session(),
        new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey()),
        "large",
        out.uri(),
        ExportOptions.DEFAULT.with(conduct),
        ProgressListener.NONE);
  }

  /** How many distinct metadata files of each kind were read. */
  private static Map<String, Integer> filesRead(List<Request> requests) {
    Map<String, Integer> files = new TreeMap<>();
    requests.stream()
        .map(request -> METADATA.matcher(request.path()))
        .filter(Matcher::matches)
        .map(file -> file.group(1) + " " + file.group(2))
        .distinct()
        .forEach(file -> files.merge(file.substring(0, file.indexOf(' ')), 1, Integer::sum));
    return files;
  }

  private static void print(int ranges, String what, ExportReport report, List<Request> requests) {
    long fetches = requests.stream().filter(r -> METADATA.matcher(r.path()).matches()).count();
    System.out.printf(
        Locale.ROOT,
        "diff of %,d objects in %d ranges, %s: files read %s in %d fetches, %d requests, %d ms%n",
        OBJECTS,
        ranges,
        what,
        filesRead(requests),
        fetches,
        requests.size(),
        report.duration().toMillis());
  }
}
