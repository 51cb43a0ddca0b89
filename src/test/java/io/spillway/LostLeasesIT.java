package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.SpillwayException;
import io.spillway.base.SpillwayException.Kind;
import io.spillway.object.Entry;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.testing.TestSpark;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports after others whose leases were lost, damaged or taken over. */
class LostLeasesIT extends RepeatedExports {
  private static final int SHORT_LEASE = 1;

  @AfterEach
  void leaseAsUsual() {
    TestSpark.leaseAsUsual();
  }

  @ParameterizedTest
  @ValueSource(strings = {"_spillway/lease/", "_spillway/lease/00000002."})
  void shouldSettleAnExportWhoseLeaseIsGone(String lost) {
    // Given
    put("a", "C1");
    put("b", "C1");
    String first = main.commit("C1");
    exporter().exportAllFromBranch("main");
    killOneOf("C2");
    out.remove(lost);
    put("a", "C1");
    main.delete("added");
    main.delete("gone");
    put("b", "C3");
    main.commit("C3");

    // When
    ExportReport report = exporter().exportSinceLast("main");

    // Then
    assertThat(report.since()).contains(first);
    assertThat(out.objects()).isEqualTo(contents("main"));
    assertThat(leases()).as("numbers only rise").contains("00000003.json");
  }

  @Test
  void shouldSettleAnExportWhoseBeatIsDamaged() {
    // Given
    TestSpark.leaseFor(SHORT_LEASE);
    put("a", "C1");
    main.commit("C1");
    exporter().exportAllFromBranch("main");
    killOneOf("C2");
    out.put("_spillway/lease/00000002.beat", "");
    put("a", "C1");
    main.delete("added");
    main.delete("gone");
    main.commit("C3");

    // When
    exporter().exportSinceLast("main");

    // Then
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @Test
  void shouldSettleWhatARunWroteWhoseLeaseWasTakenOver() {
    // Given: C2 is killed with the lease, C3 takes over, and then a request of C2 arrives
    TestSpark.leaseFor(SHORT_LEASE);
    put("a", "C1");
    main.commit("C1");
    exporter().exportAllFromBranch("main");
    killOneOf("C2");
    hold();
    put("a", "C3");
    main.delete("added");
    main.delete("gone");
    String third = main.commit("C3");
    exporter().exportSinceLast("main");
    assertThat(out.objects()).isEqualTo(contents("main"));
    out.put("a", "C2");
    out.put("added", "C2");

    // When: there is no new commit
    ExportReport report = exporter().exportSinceLast("main");

    // Then
    assertThat(report.since()).contains(third);
    assertThat(report.objects()).isEqualTo(1);
    assertThat(report.deleted()).as("added, gone").isEqualTo(2);
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @Test
  void shouldLeaveATraceWhenItsLeaseIsLost() {
    // Given
    putMany(5);
    main.commit("C1");
    AtomicBoolean lost = new AtomicBoolean();
    out.faults()
        .onWrite(
            key -> {
              if (key.startsWith(out.key("k/")) && lost.compareAndSet(false, true)) {
                out.remove("_spillway/lease/");
              }
            });

    // When
    ExportFailedException failure = failure(() -> exporter().exportAllFromBranch("main"));

    // Then
    assertThat(failure.report().marker()).isEmpty();
    assertThat(traces()).singleElement().asString().contains(failure.report().exportId());

    // When
    out.faults().heal();
    exporter().exportAllFromBranch("main");

    // Then
    assertThat(out.objects()).isEqualTo(contents("main"));
    assertThat(traces()).isEmpty();
  }

  @Test
  void shouldCopyAgainWhatWasWrittenWithOtherOptions() {
    // Given
    putMany(20);
    Entry gone = put("gone", "x");
    main.commit("C1");
    lose(gone);
    failure(() -> exporter().exportAllFromBranch("main"));
    mend(gone, "x");
    out.faults().chooseForWrites(Map.of("sse", "aws:kms"));

    // When
    ExportReport report = exporter().exportAllFromBranch("main");

    // Then
    assertThat(report.objects()).isEqualTo(21);
    assertThat(report.summary().skipped().objects()).isZero();
    assertThat(out.text("_spillway/exports/" + report.exportId() + "/export.json"))
        .contains("\"sse\" : \"aws:kms\"");
  }

  @Test
  void shouldBelieveNoMarkerOfABranch() {
    // Given: the branch has objects, and none is at the destination
    putMany(5);
    main.commit("C1");
    out.put("EXPORT_main_2026-01-01T00:00:00.000Z_SUCCESS", "x");

    // When
    ExportReport report = exporter().exportSinceLast("main");

    // Then
    assertThat(report.since()).isEmpty();
    assertThat(report.objects()).isEqualTo(5);
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "main~1", "SHORT"})
  void shouldRefuseARecordOfWhatIsNoCommit(String name) {
    // Given
    put("a", "C1");
    String first = main.commit("C1");
    ExportReport report = exporter().exportAllFromBranch("main");
    String record = "_spillway/exports/" + report.exportId() + "/export.json";
    String id = name.equals("SHORT") ? first.substring(0, 16) : name;
    out.put(record, out.text(record).replace(first, id));
    put("a", "C2");
    main.commit("C2");

    // When
    SpillwayException refusal = refusal(() -> exporter().exportSinceLast("main"));

    // Then
    assertThat(refusal.kind()).isEqualTo(Kind.REFUSED);
    assertThat(refusal).hasMessageContaining("'" + id + "' is not the id of a commit");
  }

  /** Exports "a" and "added" of a new commit, and is gone: nothing tells of its end. */
  private void killOneOf(String commit) {
    put("a", commit);
    put("added", commit);
    Entry gone = put("gone", commit);
    String id = main.commit(commit);
    lose(gone);
    ExportFailedException failure = failure(() -> exporter().exportAllFromBranch("main"));
    assertThat(out.objects()).containsEntry("a", commit).containsEntry("added", commit);
    out.remove("EXPORT_" + id);
    String record = "_spillway/exports/" + failure.report().exportId() + "/export.json";
    String text = out.text(record);
    out.put(
        record,
        text.replace("\"FAILED\"", "\"RUNNING\"").replaceAll("(?s)\"end\" : \\{[^}]*\\},", ""));
  }

  /** The newest lease was not released. */
  private void hold() {
    String beat = "_spillway/lease/00000002.beat";
    out.put(beat, out.text(beat).replace("\"released\":true", "\"released\":false"));
    assertThat(out.text(beat)).contains("false");
  }

  private List<String> leases() {
    return out.everything().keySet().stream()
        .filter(path -> path.startsWith("_spillway/lease/"))
        .map(path -> path.substring("_spillway/lease/".length()))
        .toList();
  }

  private List<String> traces() {
    return out.everything().keySet().stream()
        .filter(path -> path.startsWith("_spillway/exports/_lost/"))
        .toList();
  }
}
