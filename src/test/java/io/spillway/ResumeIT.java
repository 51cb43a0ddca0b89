package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.object.Entry;
import io.spillway.outcome.Summary.Count;
import io.spillway.outcome.Tally;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.store.FaultyStore;
import io.spillway.store.RequestKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An export that failed, run again. */
class ResumeIT extends RepeatedExports {

  @Test // defect 9 of lakeFS's exporter: a second run copies everything again
  void shouldCopyOnlyWhatIsLeftWhenRunAgain() {
    // Given
    putMany(100);
    Entry gone = put("gone", "back again");
    String commit = main.commit("first");
    lose(gone);
    ExportReport failed = failure(() -> exporter().exportAllFromBranch("main")).report();
    mend(gone, "back again");
    out.forget();

    // When
    ExportReport report = exporter().exportAllFromBranch("main");

    // Then
    assertThat(out.written()).containsExactly("gone");
    assertThat(report.exportId()).as("the same export").isEqualTo(failed.exportId());
    assertThat(report.objects()).isEqualTo(1);
    assertThat(report.summary().skipped())
        .isEqualTo(
            new Tally(
                100,
                contents(commit).values().stream().mapToInt(String::length).sum()
                    - "back again".length()));
    assertThat(out.objects()).isEqualTo(contents(commit));
    assertThat(successMarker()).contains("objects: 1\n", "skipped: 100\n", "present: 101\n");
  }

  @Test
  void shouldResumeADiffThroughItsCopiesAndItsDeletes() {
    // Given: copies are done, and half of the deletes
    putMany(40);
    String first = main.commit("first");
    exporter().exportAllFromCommit(first);
    for (int i = 0; i < 10; i++) {
      put("k/" + i, "changed " + i);
      main.delete("k/" + (i + 10));
    }
    main.commit("second");
    out.faults()
        .refuse()
        .inject(FaultyStore.Fault.DENIED, RequestKind.DELETE, key -> key.matches(".*/k/1[0-4]"));
    ExportReport failed = failure(() -> exporter().exportFrom("main", first)).report();
    out.faults().heal();
    out.forget();

    // When
    ExportReport report = exporter().exportFrom("main", first);

    // Then
    assertThat(failed.objects()).isEqualTo(10);
    assertThat(failed.deleted()).isEqualTo(5);
    assertThat(out.written()).isEmpty();
    assertThat(out.deleted()).containsExactlyInAnyOrder("k/10", "k/11", "k/12", "k/13", "k/14");
    assertThat(report.summary().skipped().objects()).isEqualTo(15);
    assertThat(report.deleted()).isEqualTo(5);
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @Test
  void shouldCopyEverythingAgainWhenToldToTrustNothing() {
    // Given
    putMany(30);
    Entry gone = put("gone", "x");
    main.commit("first");
    lose(gone);
    ExportReport failed = failure(() -> exporter().exportAllFromBranch("main")).report();
    mend(gone, "x");
    out.forget();

    // When
    ExportReport again = exporter(Conduct::withoutResume).exportAllFromBranch("main");
    out.forget();
    ExportReport overSuccess = exporter(Conduct::withoutResume).exportAllFromBranch("main");

    // Then
    assertThat(again.exportId()).isNotEqualTo(failed.exportId());
    assertThat(again.objects()).isEqualTo(31);
    assertThat(again.summary().skipped()).isEqualTo(Tally.NONE);
    assertThat(overSuccess.objects()).as("nor is a ledger trusted").isEqualTo(31);
    assertThat(out.written()).hasSize(31);
  }

  @Test
  void shouldDeleteWhatOnlyTheLedgerKnowsWhenEverythingIsCopiedAgain() {
    // Given
    putMany(10);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    main.delete("k/3");
    main.commit("second");
    out.put("k/foreign", "somebody else's");

    // When
    ExportReport report = exporter(Conduct::withoutResume).exportAllFromBranch("main");

    // Then
    assertThat(report.objects()).isEqualTo(9);
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(report.summary().count(Count.LEFTOVERS)).isEqualTo(1);
    assertThat(out.objects()).hasSize(10).containsKey("k/foreign").doesNotContainKey("k/3");
  }

  @Test // defect 9, first half
  void shouldCountLeftoversAndLetThemStay() {
    // Given: files that no commit knows, before, between and behind the commit's keys
    putMany(30);
    String commit = main.commit("first");
    List<String> foreign = List.of("a-first", "k/15-and-a-half", "zz/last");
    foreign.forEach(key -> out.put(key, "somebody else's"));
    out.put("k/7", "an older export's, overwritten");

    // When
    ExportReport report = exporter().exportAllFromBranch("main");

    // Then
    assertThat(report.summary().count(Count.LEFTOVERS)).isEqualTo(3);
    assertThat(successMarker()).contains("leftovers: 3\n");
    assertThat(out.objects()).containsAllEntriesOf(contents(commit)).containsKeys("zz/last");
    assertThat(out.objects()).hasSize(33);
  }

  @Test
  void shouldCountTheSameLeftoversWhenAFullExportIsResumed() {
    // Given
    putMany(30);
    Entry gone = put("gone", "x");
    main.commit("first");
    lose(gone);
    out.put("foreign", "x");
    ExportReport failed = failure(() -> exporter().exportAllFromBranch("main")).report();
    mend(gone, "x");

    // When
    ExportReport report = exporter().exportAllFromBranch("main");

    // Then
    assertThat(failed.summary().count(Count.LEFTOVERS)).isEqualTo(1);
    assertThat(report.summary().count(Count.LEFTOVERS)).isEqualTo(1);
    assertThat(report.summary().skipped().objects()).isEqualTo(30);
  }

  @Test
  void shouldCopyNothingWhenTheLedgerSaysThatItIsThere() {
    // Given
    putMany(50);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    out.forget();

    // When
    ExportReport report = exporter().exportAllFromBranch("main");

    // Then
    assertThat(report.objects()).isZero();
    assertThat(report.since()).contains(main.head());
    assertThat(out.written()).isEmpty();
    assertThat(out.deleted()).isEmpty();
    assertThat(out.markers()).hasSize(2).allMatch(marker -> marker.endsWith("_SUCCESS"));
  }

  @Test
  void shouldNotResumeAnExportOfAnotherCommit() {
    // Given
    putMany(20);
    Entry gone = put("gone", "x");
    main.commit("first");
    lose(gone);
    ExportReport failed = failure(() -> exporter().exportAllFromBranch("main")).report();
    main.delete("gone");
    main.delete("k/1");
    put("k/2", "changed");
    main.commit("second");

    // When
    ExportReport report = exporter().exportAllFromBranch("main");

    // Then
    assertThat(report.exportId()).isNotEqualTo(failed.exportId());
    assertThat(report.summary().skipped()).isEqualTo(Tally.NONE);
    assertThat(report.summary().count(Count.LEFTOVERS)).isZero();
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  private String successMarker() {
    return out.text(
        out.markers().stream().filter(name -> name.endsWith("_SUCCESS")).findFirst().orElseThrow());
  }
}
