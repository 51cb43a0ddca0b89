package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.object.Entry;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Exports after attempts that did not end in SUCCESS: the destination may hold any of them. */
class AttemptsIT extends RepeatedExports {
  private static final String TIME = "2026-11-21T09:15:4";

  @Test
  void shouldPutBackWhatAFailedAttemptChangedAndTheNextCommitReverts() {
    // Given: P to C1 fails halfway, with "reverted" and "added" done
    putMany(40);
    put("reverted", "as in P");
    put("dropped", "as in P");
    String base = main.commit("P");
    exporter().exportAllFromBranch("main");
    put("reverted", "as in C1");
    put("added", "as in C1");
    Entry gone = put("gone", "as in C1");
    main.delete("dropped");
    main.commit("C1");
    lose(gone);
    failure(() -> exporter().exportFrom("main", base));
    assertThat(out.objects()).containsEntry("reverted", "as in C1").containsKey("added");
    put("reverted", "as in P");
    put("dropped", "as in P");
    main.delete("added");
    main.delete("gone");
    put("k/1", "as in C2");
    String target = main.commit("C2");
    assertThat(repo.object(target, "reverted").checksum())
        .isEqualTo(repo.object(base, "reverted").checksum());

    // When
    ExportReport report = exporter().exportFrom("main", base);

    // Then
    assertThat(out.objects()).isEqualTo(contents(target));
    assertThat(report.since()).contains(base);
    assertThat(report.objects()).as("reverted, dropped, k/1").isEqualTo(3);
    assertThat(report.deleted()).as("added, gone").isEqualTo(2);
  }

  @Test
  void shouldSettleAllAttemptsSinceTheLastSuccess() {
    // Given: two attempts at different commits, both failed
    putMany(30);
    put("a", "P");
    put("b", "P");
    main.commit("P");
    exporter().exportSinceLast("main");
    put("a", "C1");
    Entry gone = put("gone", "x");
    main.commit("C1");
    lose(gone);
    failure(() -> exporter().exportSinceLast("main"));
    put("a", "P");
    put("b", "C2");
    put("c", "C2");
    main.commit("C2");
    failure(() -> exporter().exportSinceLast("main"));
    put("b", "P");
    main.delete("c");
    main.delete("gone");
    put("k/7", "C3");
    main.commit("C3");

    // When
    exporter().exportSinceLast("main");
    out.forget();
    ExportReport again = exporter().exportSinceLast("main");

    // Then
    assertThat(out.objects()).isEqualTo(contents("main"));
    assertThat(again.objects() + again.deleted()).as("all attempts are forgotten").isZero();
    assertThat(out.written()).isEmpty();
  }

  @Test
  void shouldResumeNothingOfAnAttemptThatAnotherCameAfter() {
    // Given: C1 fails, C2 over it fails, and then C1 is wanted after all
    put("a", "P");
    putMany(20);
    main.commit("P");
    exporter().exportSinceLast("main");
    put("a", "C1");
    Entry gone = put("gone", "x");
    String first = main.commit("C1");
    lose(gone);
    failure(() -> exporter().exportAllFromCommit(first));
    put("a", "C2");
    String second = main.commit("C2");
    failure(() -> exporter().exportAllFromCommit(second));
    assertThat(out.objects()).containsEntry("a", "C2");
    mend(gone, "x");

    // When
    exporter().exportAllFromCommit(first);

    // Then
    assertThat(out.objects()).isEqualTo(contents(first));
  }

  @Test
  void shouldCountMarkersOfLakeFsAsAttemptsWhereThereIsNoLedger() {
    // Given: lakeFS's own exporter has exported P, and then failed halfway through C1
    putMany(30);
    put("reverted", "as in P");
    String base = main.commit("P");
    put("reverted", "as in C1");
    put("added", "as in C1");
    String attempt = main.commit("C1");
    put("reverted", "as in P");
    main.delete("added");
    put("k/1", "as in C2");
    String target = main.commit("C2");
    Map<String, String> halfway = new TreeMap<>(contents(base));
    halfway.put("reverted", "as in C1");
    halfway.put("added", "as in C1");
    halfway.forEach(out::put);
    marker(base, TIME + "0.118234Z", "SUCCESS");
    marker(attempt, TIME + "2.5Z", "FAILURE");

    // When
    ExportReport report = exporter().exportFrom("main", base);

    // Then
    assertThat(out.objects()).isEqualTo(contents(target));
    assertThat(report.since()).contains(base);
    assertThat(report.objects()).as("reverted, k/1").isEqualTo(2);
    assertThat(report.deleted()).as("added").isEqualTo(1);
  }

  @Test
  void shouldLeaveOutAttemptsThatTheNewestSuccessOfLakeFsCameAfter() {
    // Given: the attempt is older than the success
    put("a", "C1");
    String attempt = main.commit("C1");
    put("a", "P");
    put("b", "P");
    String base = main.commit("P");
    put("b", "C2");
    main.commit("C2");
    contents(base).forEach(out::put);
    marker(attempt, TIME + "0Z", "FAILURE");
    marker(base, TIME + "0.000001Z", "SUCCESS");

    // When
    ExportReport report = exporter().exportSinceLast("main");

    // Then
    assertThat(report.objects()).isEqualTo(1);
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @Test
  void shouldTakeAnotherExportersMarkerThatCameLaterForAnAttempt() {
    // Given: lakeFS's exporter has written over our last success
    put("a", "P");
    put("b", "P");
    String base = main.commit("P");
    exporter().exportSinceLast("main");
    put("a", "C1");
    String others = main.commit("C1");
    put("a", "P");
    put("b", "C2");
    main.commit("C2");
    out.put("a", "C1");
    marker(others, "2001-01-01T00:00:00.5Z", "SUCCESS"); // its clock does not matter

    // When
    ExportReport report = exporter().exportFrom("main", base);

    // Then
    assertThat(report.objects()).isEqualTo(2);
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  /** As lakeFS's exporter writes them: UTF-16 without a byte-order mark, any number of decimals. */
  private void marker(String commit, String time, String state) {
    out.put(
        "EXPORT_" + commit + "_" + time + "_" + state,
        ("Export " + state).getBytes(StandardCharsets.UTF_16BE));
  }

  @Test
  void shouldGoOnFromTheSameBaseAfterARunThatWroteNothing() {
    // Given: a run that trusts nobody, and finds in planning that it can never succeed
    putMany(5);
    String first = main.commit("first");
    exporter().exportAllFromBranch("main");
    put("_spillway/not allowed", "x");
    main.commit("second");
    failure(() -> exporter(Conduct::withoutResume).exportAllFromBranch("main"));
    main.delete("_spillway/not allowed");
    put("new", "x");
    main.commit("third");

    // When
    ExportReport report = exporter().exportSinceLast("main");

    // Then
    assertThat(report.since()).contains(first);
    assertThat(report.objects()).isEqualTo(1);
    assertThat(out.objects()).isEqualTo(contents("main"));
  }
}
