package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.SpillwayException;
import io.spillway.base.SpillwayException.Kind;
import io.spillway.export.ExportOptions;
import io.spillway.outcome.Summary.Count;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.sandbox.Repo;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bases and ledgers that cannot be used: one sentence each, and nothing is written. */
class BadLedgerIT extends RepeatedExports {
  private static final String NOWHERE = "0123456789abcdef".repeat(4);

  @Test
  void shouldRefuseAnUnknownPreviousCommit() {
    // Given
    putMany(3);
    main.commit("first");

    // When
    SpillwayException refusal = refusal(() -> exporter().exportFrom("main", NOWHERE));

    // Then
    assertThat(refusal.kind()).isEqualTo(Kind.BAD_INPUT);
    assertThat(refusal).hasMessageContaining("'" + NOWHERE + "'", "does not exist");
    assertThat(refusal.getMessage().lines()).hasSize(1);
    assertThat(out.everything()).as("not even a lease").isEmpty();
  }

  @Test
  void shouldRefuseAPreviousCommitOfAnotherRepository() {
    // Given
    putMany(3);
    main.commit("first");
    Repo other = sandbox.createRepository(repo.id() + "-other");
    other.branch("main").put("a", bytes("x"));
    String foreign = other.branch("main").commit("theirs");

    // When
    SpillwayException refusal = refusal(() -> exporter().exportFrom("main", foreign));

    // Then
    assertThat(refusal.kind()).isEqualTo(Kind.BAD_INPUT);
    assertThat(refusal).hasMessageContaining(foreign).hasMessageContaining(repo.id());
    assertThat(out.everything()).isEmpty();
  }

  @Test
  void shouldRefuseALedgerOfAnotherRepositoryUnlessForced() {
    // Given
    Repo other = sandbox.createRepository(repo.id() + "-other");
    other.branch("main").put("theirs", bytes("x"));
    other.branch("main").commit("theirs");
    ExportReport theirs = exporter(other, ExportOptions.DEFAULT).exportAllFromBranch("main");
    put("ours", "x");
    main.commit("first");

    // When, Then
    refusesAndWritesNothing(
        "The ledger's "
            + record(theirs)
            + " says that the destination holds an export of lakefs://"
            + other.id()
            + ", and this one is of lakefs://"
            + repo.id()
            + ": choose another destination, or --force starts a full export.");
    ExportReport forced = exporter(Conduct::forcing).exportSinceLast("main");
    assertThat(forced.since()).isEmpty();
    assertThat(forced.summary().count(Count.LEFTOVERS)).isEqualTo(1);
    assertThat(out.objects()).containsOnlyKeys("ours", "theirs");
  }

  @Test
  void shouldRefuseADamagedRecordByItsNameUnlessForced() {
    // Given
    ExportReport first = exportAndChange();
    String record = "_spillway/exports/" + first.exportId() + "/export.json";
    out.put(record, out.text(record).substring(0, 200));

    // When, Then
    refusesAndWritesNothing(
        "The ledger's "
            + record(first)
            + " is damaged, it is not a record of an export: --force starts a full export.");
    forcesAFullExport();
  }

  @Test
  void shouldRefuseARecordOfANewerFormatUnlessForced() {
    // Given
    ExportReport first = exportAndChange();
    String record = "_spillway/exports/" + first.exportId() + "/export.json";
    String newer = out.text(record).replace("\"formatVersion\" : 3", "\"formatVersion\" : 4");
    assertThat(newer).isNotEqualTo(out.text(record));
    out.put(record, newer);

    // When, Then
    refusesAndWritesNothing(
        "The ledger's "
            + record(first)
            + " has format version 4, and this Spillway reads only 3: use the Spillway that wrote"
            + " it, or --force starts a full export.");
    forcesAFullExport();
  }

  @Test
  void shouldRefuseALedgerWhoseCommitIsGoneUnlessForced() {
    // Given: the repository was deleted and made anew, and has other commits
    ExportReport first = exportAndChange();
    String record = "_spillway/exports/" + first.exportId() + "/export.json";
    out.put(record, out.text(record).replace(first.commitId(), NOWHERE));

    // When, Then
    SpillwayException refusal = refusesAndWritesNothing("");
    assertThat(refusal)
        .hasMessageStartingWith(
            out.root()
                + " may hold commit "
                + NOWHERE
                + ", which cannot be compared with any more:")
        .hasMessageEndingWith(" --force starts a full export.");
    forcesAFullExport();
  }

  @Test
  void shouldRefuseToBelieveAMarkerOfACommitThatIsNotHere() {
    // Given: lakeFS's exporter wrote it, for another repository
    putMany(5);
    main.commit("first");
    out.put("foreign", "x");
    out.put("EXPORT_" + NOWHERE + "_2026-11-21T09:15:42.118234Z_SUCCESS", "theirs");

    // When
    SpillwayException refusal = refusal(() -> exporter().exportSinceLast("main"));
    ExportReport full = exporter().exportAllFromBranch("main");

    // Then
    assertThat(refusal.kind()).isEqualTo(Kind.REFUSED);
    assertThat(refusal).hasMessageContaining("may hold commit " + NOWHERE);
    assertThat(full.objects()).as("a full export believes what it lists").isEqualTo(5);
    assertThat(full.summary().count(Count.LEFTOVERS)).isEqualTo(1);
  }

  @Test
  void shouldNameBothCommitsOfAContradictionAndAcceptItWhenForced() {
    // Given: the ledger says "second", the user "first"
    putMany(10);
    String first = main.commit("first");
    put("k/1", "second");
    put("only in second", "x");
    String second = main.commit("second");
    exporter().exportAllFromBranch("main");
    put("k/2", "third");
    put("k/1", "v1");
    main.delete("only in second");
    main.commit("third");
    Map<String, String> before = withoutLease();

    // When
    SpillwayException refusal = refusal(() -> exporter().exportFrom("main", first));

    // Then
    assertThat(refusal.kind()).isEqualTo(Kind.REFUSED);
    assertThat(refusal)
        .hasMessage(
            "The ledger says that "
                + out.root()
                + " holds commit "
                + second
                + ", not "
                + first
                + ", so that the changes since then would not make it equal to the commit you"
                + " export. Leave --prev_commit_id out, or give --force if you know better.");
    assertThat(withoutLease()).isEqualTo(before);
    ExportReport forced = exporter(Conduct::forcing).exportFrom("main", first);
    assertThat(forced.since()).contains(first);
    assertThat(out.objects()).as("right in either case").isEqualTo(contents("main"));
  }

  @Test
  void shouldRefuseAPreviousCommitWhereNothingTellsOfIt() {
    // Given
    putMany(3);
    String first = main.commit("first");
    put("k/1", "changed");
    main.commit("second");

    // When
    SpillwayException refusal = refusal(() -> exporter().exportFrom("main", first));

    // Then
    assertThat(refusal.kind()).isEqualTo(Kind.REFUSED);
    assertThat(refusal)
        .hasMessageStartingWith(
            "Nothing says that " + out.root() + " holds commit " + first + ": there is neither");
    assertThat(withoutLease()).isEmpty();
  }

  @Test
  void shouldSignEqualCommitsWithoutDoingAnything() {
    // Given
    putMany(30);
    String head = main.commit("first");
    exporter().exportAllFromBranch("main");
    out.forget();

    // When
    ExportReport between = exporter().exportBetween(head, head);
    ExportReport from = exporter().exportFrom("main", head.substring(0, 16));
    ExportReport last = exporter().exportSinceLast("main");

    // Then
    for (ExportReport report : new ExportReport[] {between, from, last}) {
      assertThat(report.success()).isTrue();
      assertThat(report.objects()).isZero();
      assertThat(report.deleted()).isZero();
      assertThat(report.since()).contains(head);
    }
    assertThat(out.written()).isEmpty();
    assertThat(out.deleted()).isEmpty();
    assertThat(out.markers()).hasSize(4).allMatch(marker -> marker.endsWith("_SUCCESS"));
    assertThat(out.text(last.marker().substring(out.uri().length() + 1)))
        .contains("since: " + head + "\n", "objects: 0\n", "present: 30\n");
  }

  private ExportReport exportAndChange() {
    putMany(5);
    put("dropped", "x");
    main.commit("first");
    ExportReport first = exporter().exportAllFromBranch("main");
    main.delete("dropped");
    put("k/1", "changed");
    main.commit("second");
    return first;
  }

  private SpillwayException refusesAndWritesNothing(String sentence) {
    Map<String, String> before = withoutLease();
    SpillwayException refusal = refusal(() -> exporter().exportSinceLast("main"));
    assertThat(refusal(() -> exporter().exportAllFromBranch("main")).kind())
        .isEqualTo(Kind.REFUSED);
    assertThat(refusal.kind()).isEqualTo(Kind.REFUSED);
    if (!sentence.isEmpty()) {
      assertThat(refusal).hasMessage(sentence);
    }
    assertThat(withoutLease()).isEqualTo(before);
    return refusal;
  }

  private void forcesAFullExport() {
    out.forget();
    ExportReport forced = exporter(Conduct::forcing).exportSinceLast("main");
    assertThat(forced.since()).isEmpty();
    assertThat(forced.objects()).isEqualTo(5);
    assertThat(forced.summary().count(Count.LEFTOVERS))
        .as("what nobody knows of any more")
        .isEqualTo(1);
    assertThat(out.written()).hasSize(5);
    assertThat(out.objects()).containsAllEntriesOf(contents("main")).containsKey("dropped");
    assertThat(exporter().exportSinceLast("main").objects()).as("all is well again").isZero();
  }

  private String record(ExportReport report) {
    return out.uri() + "/_spillway/exports/" + report.exportId() + "/export.json";
  }
}
