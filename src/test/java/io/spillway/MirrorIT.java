package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.KeyGlobs;
import io.spillway.export.ExportOptions;
import io.spillway.object.Entry;
import io.spillway.object.plan.PlannedAction;
import io.spillway.object.plan.Preview;
import io.spillway.object.plan.Step;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Summary.Count;
import io.spillway.outcome.Tally;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.request.MaxDelete;
import io.spillway.request.ProgressListener;
import io.spillway.request.Since;
import io.spillway.store.DyingStore;
import io.spillway.store.FaultyStore;
import io.spillway.store.RequestKind;
import io.spillway.testing.TestSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --mirror} deletes, what it never deletes, and when it deletes nothing. */
class MirrorIT extends RepeatedExports {
  private static final MaxDelete ALL = MaxDelete.parse("100%");

  private static Conduct mirroring(Conduct usual) {
    return usual.mirroring().with(ALL);
  }

  private Exporter mirror() {
    return exporter(MirrorIT::mirroring);
  }

  @Test
  void shouldDeleteWhatTheCommitHasNotAndNothingElse() {
    // Given
    putMany(60);
    put("t/_SUCCESS", "");
    main.commit("first");
    exporter().exportAllFromBranch("main");
    for (int i = 0; i < 200; i++) {
      out.put("foreign/" + i, "x");
    }
    out.put("a", "before all keys");
    out.put("k/10/below", "x");
    out.put("k/1~", "between two keys");
    out.put("~", "behind all keys");
    out.put("foreign/_SUCCESS", "x");
    out.put("_spillway/notes", "not looked at");
    String marker = out.markers().get(0);
    out.forget();

    // When
    ExportReport report = mirror().exportAllFromBranch("main");

    // Then
    assertThat(out.objects()).isEqualTo(contents("main"));
    assertThat(out.everything()).containsKeys("_spillway/notes", marker);
    assertThat(out.written()).isEmpty();
    assertThat(out.deleted())
        .hasSize(205)
        .as("the round of _SUCCESS objects is deleted first")
        .startsWith("foreign/_SUCCESS");
    assertThat(report.deleted()).isEqualTo(205);
    assertThat(report.mirrored()).isEqualTo(205);
    assertThat(report.summary().count(Count.LEFTOVERS)).isZero();
    assertThat(report.toString()).contains("  deleted   205, 205 of them in no exported commit\n");
    String text = out.text(report.marker().substring(out.uri().length() + 1));
    assertThat(text).contains("\ndeleted: 205\nmirrored: 205\n").doesNotContain("leftovers");
    assertThat(out.text("_spillway/exports/" + report.exportId() + "/export.json"))
        .contains("\"deleted\" : 205,\n    \"mirrored\" : 205,\n    \"leftovers\" : 0,");
  }

  @Test
  void shouldTellWhatADiffDeletesFromWhatTheMirrorDoes() {
    // Given: the ledger knows k/1 and k/2, and nobody the others
    putMany(30);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    main.delete("k/1");
    main.delete("k/2");
    put("k/new", "12345");
    main.commit("second");
    out.put("extra/1", "x");
    out.put("extra/2", "yz");
    List<PlannedAction> actions = new ArrayList<>();

    // When
    ExportReport promised = mirror().planBranch("main", new Since.Unsaid(), actions::add);
    ExportReport done = mirror().exportAllFromBranch("main");

    // Then
    assertThat(promised.preview())
        .filteredOn(step -> step.act().objects() > 0)
        .containsExactly(
            new Preview("copy-1", new Tally(1, 5), Tally.NONE, Map.of("k/", new Tally(1, 5))),
            new Preview("delete-1", new Tally(2, 0), Tally.NONE, Map.of("k/", new Tally(2, 0))),
            new Preview(
                "mirror-delete-1", new Tally(2, 3), Tally.NONE, Map.of("extra/", new Tally(2, 3))));
    assertThat(actions)
        .containsExactly(
            new PlannedAction(Step.Act.COPY, "k/new", 5, 1),
            new PlannedAction(Step.Act.DELETE, "k/1", -1, 1),
            new PlannedAction(Step.Act.DELETE, "k/2", -1, 1),
            new PlannedAction(Step.Act.MIRROR_DELETE, "extra/1", 1, 1),
            new PlannedAction(Step.Act.MIRROR_DELETE, "extra/2", 2, 1));
    assertThat(done.since()).isPresent();
    assertThat(done.objects()).isEqualTo(1);
    assertThat(done.deleted()).isEqualTo(4);
    assertThat(done.mirrored()).isEqualTo(2);
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @Test
  void shouldCountOnceWhatATaskDeletedThatDiedAndWasRunAgain() throws Exception {
    // Given: more than one task's log of outcomes holds
    putMany(30);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    for (int i = 0; i < 300; i++) {
      out.put(String.format(Locale.ROOT, "extra/%03d", i), "x");
    }
    AtomicInteger logs = new AtomicInteger();
    out.faults()
        .onWrite(
            key -> {
              if (key.contains("/mirror-delete-1/") && logs.incrementAndGet() == 2) {
                throw new DyingStore.WorkerDeath();
              }
            });

    // When
    ExportReport report = mirror().exportAllFromBranch("main");

    // Then
    assertThat(logs.get()).as("a task has died").isGreaterThan(2);
    assertThat(report.mirrored()).isEqualTo(300);
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @Test
  void shouldLeaveAloneAnObjectThatHasTheRootsOwnName() {
    // Given: as consoles make one for a folder
    putMany(30);
    main.commit("first");
    out.put("", "");
    out.put("0", "before all keys");

    // When
    ExportReport report = mirror().exportAllFromBranch("main");

    // Then
    assertThat(report.mirrored()).isEqualTo(1);
    assertThat(out.everything()).containsKey("").doesNotContainKey("0");
  }

  @Test
  void shouldMirrorAFirstExport() {
    // Given
    putMany(30);
    main.commit("first");
    out.put("k/1", "not what the commit has");
    out.put("old/1", "x");

    // When
    ExportReport report = mirror().exportAllFromBranch("main");

    // Then
    assertThat(report.mirrored()).isEqualTo(1);
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @Test
  void shouldDeleteNothingWhenACopyFailed() {
    // Given
    putMany(30);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    Entry gone = put("gone", "x");
    main.commit("second");
    lose(gone);
    out.put("extra", "x");
    out.forget();

    // When
    ExportReport report = failure(() -> mirror().exportAllFromBranch("main")).report();

    // Then
    assertThat(report.mirrored()).isZero();
    assertThat(out.deleted()).isEmpty();
    assertThat(out.objects()).containsKey("extra");
    mend(gone, "x");
    mirror().exportAllFromBranch("main");
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultyStore.Fault.class,
      names = {"DENIED", "UNREACHABLE", "LOST_REQUEST", "LOST_ANSWER"})
  void shouldFailWithTheKeyThatCannotBeDeletedAndGoOnTheNextTime(FaultyStore.Fault fault) {
    // Given
    putMany(30);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    out.put("extra/1", "x");
    out.put("extra/2", "x");
    out.put("extra/_SUCCESS", "x");
    out.faults().inject(fault, RequestKind.DELETE, out.key("extra/_SUCCESS")::equals);
    out.forget();

    // When
    ExportReport report = failure(() -> mirror().exportAllFromBranch("main")).report();

    // Then
    assertThat(report.failures()).extracting(Failure::key).containsExactly("extra/_SUCCESS");
    assertThat(report.marker()).endsWith("_FAILURE");
    assertThat(out.deleted())
        .as("the other rounds wait for that of the _SUCCESS objects")
        .containsExactly("extra/_SUCCESS");
    out.faults().heal();
    mirror().exportAllFromBranch("main");
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20})
  void shouldDeleteNothingWhenAListingBreaksOff(int after) {
    // Given
    putMany(30);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    put("k/new", "x");
    main.commit("second");
    for (int i = 0; i < 60; i++) {
      out.put(String.format(Locale.ROOT, "k/%d+", i), "x");
    }
    out.faults().breakListings(out.key("")::equals, after);
    out.forget();

    // When
    ExportReport report = failure(() -> mirror().exportAllFromBranch("main")).report();

    // Then
    assertThat(report.failures().get(0).reason()).contains("injected");
    assertThat(out.deleted()).isEmpty();
    assertThat(out.written()).isEmpty();
    out.faults().heal();
    mirror().exportAllFromBranch("main");
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @Test
  void shouldDeleteNothingWhereAListingBreaksOffLater() {
    // Given
    putMany(3);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    for (int i = 0; i < 40; i++) {
      out.put("k/0+" + i, "x");
    }
    Exporter exporter =
        watched(
            step -> step.startsWith("mirror, deletes"),
            () -> out.faults().breakListings(out.key("")::equals, 20));
    out.forget();

    // When
    ExportReport report = failure(() -> exporter.exportAllFromBranch("main")).report();

    // Then
    assertThat(report.failures().get(0).reason()).contains("injected");
    assertThat(report.marker()).endsWith("_FAILURE");
    assertThat(out.deleted()).isEmpty();
  }

  @Test
  void shouldDeleteNothingWhenAListingIsOutOfOrder() {
    // Given: as some servers list what lies in folders
    putMany(30);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    out.put("extra", "x");
    out.faults().listBackwards(out.key("")::equals);
    out.forget();

    // When
    ExportReport report = failure(() -> mirror().exportAllFromBranch("main")).report();

    // Then
    assertThat(report.failures().get(0).reason()).contains("not in the order of keys");
    assertThat(out.deleted()).isEmpty();
    out.faults().heal();
    assertThat(out.objects()).containsKeys("extra", "k/0", "k/29");
  }

  @Test
  void shouldNotDeleteWhatAppearedMeanwhile() {
    // Given
    putMany(30);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    put("k/new", "x");
    main.commit("second");
    out.put("k/1+", "x");
    Map<String, String> expected = new TreeMap<>(contents("main"));
    expected.put("k/1+", "x");
    expected.put("k/1++", "appeared");
    Exporter exporter =
        watched(step -> step.startsWith("round 1 "), () -> out.put("k/1++", "appeared"));

    // When
    ExportReport report = failure(() -> exporter.exportAllFromBranch("main")).report();

    // Then
    assertThat(report.failures()).hasSize(1);
    assertThat(report.failures().get(0).reason()).contains("appeared while the export ran");
    assertThat(report.mirrored()).isZero();
    assertThat(out.objects()).isEqualTo(expected);
    mirror().exportAllFromBranch("main");
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @Test
  void shouldNotMindWhatVanishedMeanwhile() {
    // Given
    putMany(30);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    put("k/new", "x");
    main.commit("second");
    out.put("extra/1", "x");
    out.put("extra/2", "x");
    Exporter exporter = watched(step -> step.startsWith("round 1 "), () -> out.remove("extra/1"));

    // When
    ExportReport report = exporter.exportAllFromBranch("main");

    // Then
    assertThat(report.mirrored()).isEqualTo(1);
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @Test
  void shouldDeleteOnlyWhatTheFiltersLetThrough() {
    // Given
    putMany(30);
    put("t/1", "x");
    put("t/2", "x");
    main.commit("first");
    KeyGlobs globs = KeyGlobs.ALL.including("t/**").excluding("t/tmp/**");
    ExportOptions options = ExportOptions.DEFAULT.with(globs).with(mirroring(Conduct.DEFAULT));
    out.put("t/extra", "x");
    out.put("t/tmp/theirs", "x");
    out.put("k/theirs", "x");
    out.put("theirs", "x");

    // When
    ExportReport report = exporter(options).exportAllFromBranch("main");

    // Then
    assertThat(report.mirrored()).isEqualTo(1);
    assertThat(out.objects()).containsOnlyKeys("t/1", "t/2", "t/tmp/theirs", "k/theirs", "theirs");
  }

  /** An exporter that mirrors, while something happens as a step of it begins. */
  private Exporter watched(Predicate<String> step, Runnable happening) {
    return new Exporter(
        TestSpark.session(),
        new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey()),
        repo.id(),
        out.uri(),
        ExportOptions.DEFAULT.with(mirroring(Conduct.DEFAULT)),
        new ProgressListener() {
          @Override
          public void begins(String name, long objects, long bytes) {
            if (step.test(name)) {
              happening.run();
            }
          }

          @Override
          public void reached(long objects, long bytes) {
            // only beginnings matter
          }

          @Override
          public void ends() {
            // only beginnings matter
          }
        });
  }
}
