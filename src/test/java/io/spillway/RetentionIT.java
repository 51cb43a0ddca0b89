package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.export.ExportOptions;
import io.spillway.object.Entry;
import io.spillway.report.ExportReport;
import io.spillway.request.Retention;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What stays of earlier exports. */
class RetentionIT extends RepeatedExports {
  private static final String OLD = "2020-01-0";

  @Test // defect 11 of lakeFS's exporter: one more marker among the data with every run
  void shouldKeepTenMarkersAndTenExports() {
    // Given
    put("a", "x");
    main.commit("first");
    List<String> exports = new ArrayList<>();
    List<String> markers = new ArrayList<>();

    // When
    for (int i = 0; i < 13; i++) {
      ExportReport report = exporter().exportAllFromBranch("main");
      exports.add(report.exportId());
      markers.add(report.marker().substring(out.uri().length() + 1));
    }

    // Then
    assertThat(out.markers()).isEqualTo(markers.subList(3, 13));
    assertThat(exportFolders()).isEqualTo(new TreeSet<>(exports.subList(3, 13)));
    assertThat(out.text(markers.get(12))).startsWith("state: SUCCESS\n").contains("present: 1\n");
  }

  @Test
  void shouldKeepAsManyAsAskedFor() {
    // Given
    put("a", "x");
    main.commit("first");
    for (int i = 0; i < 4; i++) {
      exporter().exportAllFromBranch("main");
    }

    // When
    ExportReport report =
        exporter(ExportOptions.DEFAULT.with(new Retention(2, 1))).exportAllFromBranch("main");

    // Then
    assertThat(out.markers()).hasSize(1);
    assertThat(report.marker()).endsWith(out.markers().get(0));
    assertThat(exportFolders()).hasSize(2).contains(report.exportId());
  }

  @Test
  void shouldDropFailuresOlderThanTheOldestSuccessThatStays() {
    // Given: markers of lakeFS's exporter, and a failure of our own between our successes
    String id = "c".repeat(64);
    String oldest = "EXPORT_" + id + "_" + OLD + "1T00:00:00.123456Z_FAILURE";
    String older = "EXPORT_" + id + "_" + OLD + "2T00:00:00Z_SUCCESS";
    List.of(oldest, older).forEach(name -> out.put(name, "lakeFS's"));
    put("a", "x");
    main.commit("first");
    exporter(keeping(2)).exportAllFromBranch("main");
    assertThat(out.markers()).as("two successes stay").contains(older).doesNotContain(oldest);
    Entry gone = put("gone", "x");
    main.commit("second");
    lose(gone);
    failure(() -> exporter(keeping(2)).exportAllFromBranch("main"));
    mend(gone, "x");

    // When
    exporter(keeping(2)).exportAllFromBranch("main");
    List<String> afterSecond = out.markers();
    exporter(keeping(1)).exportAllFromBranch("main");

    // Then
    assertThat(afterSecond)
        .doesNotContain(older)
        .filteredOn(name -> name.endsWith("_FAILURE"))
        .as("newer than the oldest success that stays")
        .hasSize(1);
    assertThat(out.markers()).hasSize(1).allMatch(name -> name.endsWith("_SUCCESS"));
  }

  @Test
  void shouldLetStayWhatIsOnlyNamedLikeAMarker() {
    // Given
    Set<String> others =
        Set.of(
            "EXPORT_notes.txt",
            "EXPORT_",
            "EXPORT_2020_report_SUCCESS",
            "EXPORT_c1_2020-01-01T00:00:00Z_SUCCESS.bak",
            "EXPORT_c1_2020-01-01T00:00:00Z_success");
    others.forEach(name -> out.put(name, "somebody else's"));
    put("a", "x");
    main.commit("first");

    // When
    for (int i = 0; i < 3; i++) {
      exporter(keeping(1)).exportAllFromBranch("main");
    }

    // Then
    assertThat(out.markers()).hasSize(6).containsAll(others);
  }

  @Test
  void shouldKeepTheFolderOfAnExportThatFailsAgainAndAgain() {
    // Given
    putMany(20);
    Entry gone = put("gone", "x");
    main.commit("first");
    lose(gone);
    ExportOptions one = ExportOptions.DEFAULT.with(new Retention(1, 1));
    ExportReport first = failure(() -> exporter(one).exportAllFromBranch("main")).report();
    failure(() -> exporter(one).exportAllFromBranch("main"));
    mend(gone, "x");

    // When
    ExportReport report = exporter(one).exportAllFromBranch("main");

    // Then
    assertThat(report.exportId()).isEqualTo(first.exportId());
    assertThat(report.summary().skipped().objects()).isEqualTo(20);
    assertThat(exportFolders()).containsExactly(first.exportId());
    assertThat(out.markers()).hasSize(1).allMatch(name -> name.endsWith("_SUCCESS"));
  }

  private static ExportOptions keeping(int markers) {
    return ExportOptions.DEFAULT.with(new Retention(10, markers));
  }

  private Set<String> exportFolders() {
    Set<String> folders = new TreeSet<>();
    out.everything().keySet().stream()
        .filter(path -> path.startsWith("_spillway/exports/"))
        .forEach(path -> folders.add(path.split("/")[2]));
    return folders;
  }
}
