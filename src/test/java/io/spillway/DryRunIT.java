package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.export.ExportOptions;
import io.spillway.object.Entry;
import io.spillway.object.plan.Preview;
import io.spillway.outcome.Summary.Count;
import io.spillway.outcome.Tally;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.store.RequestKind;
import io.spillway.store.TrackingStore;
import io.spillway.testing.Folder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would be done, exactly, and nothing of it is. */
class DryRunIT extends RepeatedExports {
  private static final Set<RequestKind> READING =
      Set.of(RequestKind.STAT, RequestKind.OPEN, RequestKind.LIST);

  @TempDir Path temp;

  @Test
  void shouldCountADiffByStepAndPrefix() {
    // Given
    putMany(60);
    put("t/_SUCCESS", "");
    put("u/_SUCCESS", "");
    put("top", "old");
    main.commit("first");
    exporter().exportAllFromBranch("main");
    put("k/1", "four");
    put("k/2", "seven!!");
    put("n/new", "12345");
    put("in no folder", "123");
    put("t/_SUCCESS", "12");
    main.delete("k/3");
    main.delete("top");
    main.delete("u/_SUCCESS");
    main.commit("second");

    // When
    ExportReport report = dryRun(() -> exporter(Conduct::dryRun).exportSinceLast("main"));

    // Then
    assertThat(report.preview())
        .containsExactly(
            new Preview(
                "copy-1",
                new Tally(4, 19),
                Tally.NONE,
                Map.of("k/", new Tally(2, 11), "n/", new Tally(1, 5), "", new Tally(1, 3))),
            new Preview("copy-2", new Tally(1, 2), Tally.NONE, Map.of("t/", new Tally(1, 2))),
            new Preview("delete-2", new Tally(1, 0), Tally.NONE, Map.of("u/", new Tally(1, 0))),
            new Preview(
                "delete-1",
                new Tally(2, 0),
                Tally.NONE,
                Map.of("k/", new Tally(1, 0), "", new Tally(1, 0))));
    assertThat(report.since()).isPresent();
    shouldHavePromisedWhatIsDone(report, exporter().exportSinceLast("main"));
  }

  @Test
  void shouldShowWhatAFailedRunHasFinished() {
    // Given
    putMany(30);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    put("k/1", "changed");
    put("new", "123456");
    Entry gone = put("gone", "123");
    main.delete("k/2");
    main.commit("second");
    lose(gone);
    failure(() -> exporter().exportSinceLast("main"));
    mend(gone, "123");

    // When
    ExportReport report = dryRun(() -> exporter(Conduct::dryRun).exportSinceLast("main"));

    // Then
    assertThat(report.preview())
        .filteredOn(step -> !step.equals(Preview.none(step.step())))
        .containsExactly(
            new Preview("copy-1", new Tally(1, 3), new Tally(2, 13), Map.of("", new Tally(1, 3))),
            new Preview("delete-1", new Tally(1, 0), Tally.NONE, Map.of("k/", new Tally(1, 0))));
    ExportReport done = exporter().exportSinceLast("main");
    assertThat(done.summary().skipped()).isEqualTo(new Tally(2, 13));
    shouldHavePromisedWhatIsDone(report, done);
  }

  @Test
  void shouldCountAFullExportWithItsLeftovers() {
    // Given
    putMany(30);
    main.commit("first");
    out.put("foreign", "x");

    // When
    ExportReport report = dryRun(() -> exporter(Conduct::dryRun).exportAllFromBranch("main"));

    // Then
    assertThat(report.summary().count(Count.LEFTOVERS)).isEqualTo(1);
    assertThat(report.preview().get(0).act()).isEqualTo(new Tally(30, 80));
    assertThat(report.since()).isEmpty();
  }

  @Test
  void shouldMakeNoFolder() throws IOException {
    // Given
    putMany(3);
    main.commit("first");
    Folder folder = new Folder(temp.resolve("not there"));

    // When
    ExportReport report =
        exporter(repo, folder.uri(), ExportOptions.DEFAULT.with(Conduct.DEFAULT.dryRun()))
            .exportAllFromBranch("main");

    // Then
    assertThat(report.preview().get(0).act()).isEqualTo(new Tally(3, 6));
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void shouldLookOnWhileAnotherExportHoldsTheLease() {
    // Given: a holder that was killed, for all anybody knows
    putMany(3);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    String beat = "_spillway/lease/00000001.beat";
    out.put(beat, out.text(beat).replace("\"released\" : true", "\"released\" : false"));

    // When
    ExportReport report = dryRun(() -> exporter(Conduct::dryRun).exportAllFromBranch("main"));

    // Then
    assertThat(report.preview()).allMatch(step -> step.act().equals(Tally.NONE));
  }

  @Test
  void shouldFailWhereTheExportCouldNotBegin() {
    // Given
    put("_spillway/x", "x");
    main.commit("first");

    // When
    ExportReport report =
        failure(() -> exporter(Conduct::dryRun).exportAllFromBranch("main")).report();

    // Then
    assertThat(report.failures()).hasSize(1);
    assertThat(report.marker()).isEmpty();
    assertThat(out.everything()).isEmpty();
  }

  private interface Run {
    ExportReport run();
  }

  private ExportReport dryRun(Run run) {
    Map<String, String> before = out.everything();
    out.forget();
    ExportReport report = run.run();
    assertThat(out.requests()).extracting(TrackingStore.Request::kind).isSubsetOf(READING);
    assertThat(out.everything()).isEqualTo(before);
    assertThat(report.isDryRun()).isTrue();
    assertThat(report.marker()).isEmpty();
    assertThat(report.success()).isTrue();
    return report;
  }

  private static void shouldHavePromisedWhatIsDone(ExportReport promised, ExportReport done) {
    List<Preview> copies =
        promised.preview().stream().filter(step -> step.step().startsWith("copy-")).toList();
    assertThat(copies.stream().map(Preview::act).reduce(Tally.NONE, Tally::plus))
        .isEqualTo(done.summary().copied());
    assertThat(
            promised.preview().stream()
                .filter(step -> step.step().startsWith("delete-"))
                .mapToLong(step -> step.act().objects())
                .sum())
        .isEqualTo(done.deleted());
  }
}
