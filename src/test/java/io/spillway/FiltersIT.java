package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.KeyGlobs;
import io.spillway.base.SpillwayException;
import io.spillway.export.ExportOptions;
import io.spillway.export.VerifyOptions;
import io.spillway.object.Entry;
import io.spillway.object.verify.Difference;
import io.spillway.outcome.Summary.Count;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.request.MaxDelete;
import io.spillway.testing.MemoryOut;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Exports of some keys only. */
class FiltersIT extends RepeatedExports {
  private static final KeyGlobs TABLES =
      KeyGlobs.ALL.including("tables/**").excluding("tables/tmp/**");

  /** A key that can never be exported. */
  private static final String MARKER = "EXPORT_c_2026-01-01T00:00:00Z_SUCCESS";

  /** Filters, unlike none, win over those that the ledger recorded. */
  private static final KeyGlobs EVERYTHING = KeyGlobs.ALL.including("**");

  private static ExportOptions of(KeyGlobs globs) {
    return ExportOptions.DEFAULT.with(globs);
  }

  private static ExportOptions forced(KeyGlobs globs) {
    return of(globs).with(Conduct.DEFAULT.forcing());
  }

  private Map<String, String> contents(KeyGlobs globs) {
    Map<String, String> contents = new TreeMap<>(contents("main"));
    contents.keySet().removeIf(key -> !globs.matches(key));
    return contents;
  }

  private void putTables() {
    putMany(60);
    for (int i = 0; i < 40; i++) {
      put("tables/t" + i % 4 + "/part-" + i, "row " + i);
      put("tables/tmp/part-" + i, "scratch " + i);
    }
    put("tables/t0/_SUCCESS", "");
  }

  @Test
  void shouldBringSomeKeysAndThenTheirChangesAlone() {
    // Given
    putTables();
    main.commit("P");

    // When
    ExportReport first = exporter(of(TABLES)).exportAllFromBranch("main");

    // Then
    assertThat(out.objects()).isEqualTo(contents(TABLES)).hasSize(41);
    assertThat(first.objects()).isEqualTo(41);
    assertThat(out.text(out.markers().get(0)))
        .contains("filter: +tables/**\nfilter: -tables/tmp/**\n")
        .contains("present: 41\n");

    // Given: changes on both sides of the filter
    put("k/1", "changed");
    put("tables/tmp/part-1", "changed");
    main.delete("tables/tmp/part-2");
    put("tables/t1/part-1", "changed");
    put("tables/t9/part-0", "added");
    main.delete("tables/t2/part-2");
    main.delete("tables/t3/part-3");
    String next = main.commit("next");
    out.forget();

    // When
    ExportReport second = exporter(of(TABLES)).exportSinceLast("main");

    // Then
    assertThat(out.objects()).isEqualTo(contents(TABLES));
    assertThat(out.written()).containsExactlyInAnyOrder("tables/t1/part-1", "tables/t9/part-0");
    assertThat(second.deleted()).isEqualTo(2);
    assertThat(second.since()).isPresent();
    String marker = out.markers().stream().filter(name -> name.contains(next)).findAny().get();
    assertThat(out.text(marker)).contains("present: 40\n");
  }

  @Test
  void shouldCountWhatIsDeletedAgainstTheKeysItIsAbout() {
    // Given: few of all objects, but most of those that the filter lets through
    putTables();
    main.commit("P");
    exporter(of(TABLES)).exportAllFromBranch("main");
    for (int i = 0; i < 30; i++) {
      main.delete("tables/t" + i % 4 + "/part-" + i);
    }
    main.commit("next");
    Map<String, String> before = out.objects();

    // When
    SpillwayException refusal = refusal(() -> exporter(of(TABLES)).exportSinceLast("main"));

    // Then
    assertThat(refusal).hasMessageContaining("would delete 30 of the 41 objects");
    assertThat(out.objects()).isEqualTo(before);
  }

  @Test
  void shouldRefuseTheDifferenceForOtherKeysUnlessForced() {
    // Given
    putTables();
    String base = main.commit("P");
    exporter(of(TABLES)).exportAllFromBranch("main");
    put("k/0", "changed");
    main.commit("next");
    Map<String, String> before = withoutLease();
    KeyGlobs others = KeyGlobs.ALL.including("k/**");

    // When
    List<SpillwayException> refusals =
        List.of(
            refusal(() -> exporter(of(others)).exportAllFromBranch("main")),
            refusal(() -> exporter(of(KeyGlobs.ALL)).exportSinceLast("main")),
            refusal(() -> exporter(of(others)).exportFrom("main", base)));

    // Then
    assertThat(refusals)
        .allMatch(refusal -> refusal.kind() == SpillwayException.Kind.REFUSED)
        .allMatch(refusal -> refusal.getMessage().contains("+tables/** -tables/tmp/**"));
    assertThat(refusals.get(1)).hasMessageContaining("this export has no filters");
    assertThat(withoutLease()).isEqualTo(before);

    // When
    ExportReport forced = exporter(forced(others)).exportSinceLast("main");

    // Then: all that the new filter lets through, and what the old one did stays
    Map<String, String> both = contents(others);
    both.putAll(contents(TABLES));
    assertThat(out.objects()).isEqualTo(both);
    assertThat(forced.since()).isEmpty();
    assertThat(forced.objects()).isEqualTo(60);

    // When
    exporter(forced(KeyGlobs.ALL)).exportAllFromBranch("main");

    // Then
    assertThat(out.objects()).isEqualTo(contents(KeyGlobs.ALL));
    assertThat(exporter().exportSinceLast("main").objects()).isZero();
  }

  /** The base is there with the keys of the export before, whatever an attempt wanted. */
  @Test
  void shouldNotTakeTheFiltersOfAFailedAttemptForThoseOfTheBase() {
    // Given: an attempt with other keys fails before it begins to write
    putTables();
    main.commit("P");
    exporter(of(TABLES)).exportAllFromBranch("main");
    main.put(MARKER, bytes("in the way of a marker"));
    main.commit("cannot be exported");
    failure(() -> exporter(forced(KeyGlobs.ALL)).exportAllFromBranch("main"));
    main.delete(MARKER);
    main.commit("can be exported");

    // When
    SpillwayException refusal = refusal(() -> exporter().exportSinceLast("main"));

    // Then
    assertThat(refusal).hasMessageContaining("was exported with the filters +tables/**");
    exporter(forced(KeyGlobs.ALL)).exportSinceLast("main");
    assertThat(out.objects()).isEqualTo(contents(KeyGlobs.ALL));
  }

  /** The same while its rounds have begun: what it left is settled by whoever comes next. */
  @Test
  void shouldSettleWhatAnAttemptWithOtherKeysLeft() {
    // Given
    putTables();
    main.commit("P");
    exporter(of(TABLES)).exportAllFromBranch("main");
    Entry gone = put("k/gone", "x");
    put("tables/t1/part-1", "changed");
    main.commit("C1");
    lose(gone);
    failure(() -> exporter(forced(KeyGlobs.ALL)).exportAllFromBranch("main"));
    main.delete("k/gone");
    main.delete("k/3");
    put("tables/t1/part-1", "changed again");
    main.commit("C2");

    // When
    exporter().exportSinceLast("main");

    // Then
    assertThat(out.objects()).isEqualTo(contents(KeyGlobs.ALL));
  }

  /** What is recorded of the first attempt would not be what the second has done. */
  @Test
  void shouldNotResumeAnAttemptWithOtherKeys() {
    // Given: the first export of all fails
    putTables();
    Entry gone = put("tables/t1/gone", "x");
    main.commit("P");
    lose(gone);
    failure(() -> exporter(of(TABLES)).exportAllFromBranch("main"));
    mend(gone, "x");

    // When
    ExportReport report = exporter().exportAllFromBranch("main");

    // Then
    assertThat(out.objects()).isEqualTo(contents(KeyGlobs.ALL));
    assertThat(report.objects()).isEqualTo(contents(KeyGlobs.ALL).size());
    assertThat(exporter().exportSinceLast("main").objects()).isZero();
    assertThat(refusal(() -> exporter(of(TABLES)).exportSinceLast("main")))
        .hasMessageContaining("was exported with no filters");
  }

  @Test
  void shouldBelieveTheMarkersOfAnotherExporterForSomeOfTheKeys() {
    // Given: all of P is there, and another exporter's marker says so
    putTables();
    String base = main.commit("P");
    contents("main").forEach(out::put);
    out.put("EXPORT_" + base + "_2026-01-01T00:00:00Z_SUCCESS", "");
    put("tables/t1/part-1", "changed");
    put("k/1", "changed");
    main.commit("next");
    out.forget();

    // When
    exporter(of(TABLES)).exportSinceLast("main");

    // Then
    assertThat(out.written()).containsExactly("tables/t1/part-1");
    assertThat(exporter(of(TABLES)).exportSinceLast("main").objects()).isZero();
    refusal(() -> exporter().exportSinceLast("main"));
  }

  @Test
  void shouldCountLeftoversAmongTheKeysItIsAbout() {
    putTables();
    main.commit("P");
    out.put("tables/t0/left", "over");
    out.put("tables/tmp/another's", "data");
    out.put("elsewhere", "data");

    ExportReport report = exporter(of(TABLES)).exportAllFromBranch("main");

    assertThat(report.summary().count(Count.LEFTOVERS)).isEqualTo(1);
    assertThat(out.objects()).containsKeys("tables/tmp/another's", "elsewhere");
  }

  @Test
  void shouldExportNothingWhereNoKeyMatches() {
    putTables();
    main.commit("P");

    ExportReport report =
        exporter(of(KeyGlobs.ALL.including("nothing/**"))).exportAllFromBranch("main");

    assertThat(report.objects()).isZero();
    assertThat(out.objects()).isEmpty();
    assertThat(out.markers()).hasSize(1);
  }

  @Test
  void shouldExportAsTheTableOfGlobsSays() throws IOException {
    // Given
    Map<String, Map<String, Boolean>> table = table();
    table.values().forEach(keys -> keys.keySet().forEach(key -> put(key, "content")));
    main.commit("P");

    table.forEach(
        (filters, keys) -> {
          KeyGlobs globs = KeyGlobs.parse(List.of(filters.split(" ")));
          try (MemoryOut there = new MemoryOut()) {
            // When
            exporter(repo, there.uri(), of(globs)).exportAllFromBranch("main");

            // Then
            assertThat(there.objects()).as(filters).isEqualTo(contents(globs));
            keys.forEach(
                (key, matches) ->
                    assertThat(there.objects().containsKey(key))
                        .as("%s of %s", key, filters)
                        .isEqualTo(matches));
            shouldBeVerifiedByTheSame(there, globs);
          }
        });
  }

  private void shouldBeVerifiedByTheSame(MemoryOut there, KeyGlobs globs) {
    assertThat(exporter(repo, there.uri(), of(globs)).verify(VerifyOptions.DEFAULT).isEqual())
        .as("by the filters %s", globs)
        .isTrue();
    assertThat(exporter(repo, there.uri(), of(EVERYTHING)).verify(VerifyOptions.DEFAULT))
        .as("by all keys, after %s", globs)
        .satisfies(
            report ->
                assertThat(report.differences())
                    .hasSize(contents("main").size() - contents(globs).size())
                    .allMatch(one -> one.kind() == Difference.Kind.MISSING)
                    .noneMatch(one -> globs.matches(one.key())));
  }

  @Test
  void shouldMirrorAsTheTableOfGlobsSays() throws IOException {
    // Given: a commit that has none of the keys of the table
    Map<String, Map<String, Boolean>> table = table();
    put("another", "content");
    main.commit("P");

    table.forEach(
        (filters, keys) -> {
          KeyGlobs globs = KeyGlobs.parse(List.of(filters.split(" ")));
          try (MemoryOut there = new MemoryOut()) {
            keys.keySet().forEach(key -> there.put(key, "foreign"));

            // When
            exporter(
                    repo,
                    there.uri(),
                    of(globs).with(Conduct.DEFAULT.mirroring().with(MaxDelete.parse("100%"))))
                .exportAllFromBranch("main");

            // Then
            keys.forEach(
                (key, matches) ->
                    assertThat(there.objects().containsKey(key))
                        .as("%s stays by %s", key, filters)
                        .isEqualTo(!matches));
          }
        });
  }

  /** By filters, then by key: whether it matches. */
  private static Map<String, Map<String, Boolean>> table() throws IOException {
    Map<String, Map<String, Boolean>> table = new TreeMap<>();
    try (InputStream in = FiltersIT.class.getResourceAsStream("/globs.csv")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(","))
          .forEach(
              row ->
                  table
                      .computeIfAbsent(row[0], filters -> new TreeMap<>())
                      .put(row[1], Boolean.valueOf(row[2])));
    }
    assertThat(table).hasSizeGreaterThan(20);
    return table;
  }
}
