package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.export.ExportOptions;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.request.MaxDelete;
import io.spillway.sandbox.Repo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where and when {@code --mirror} is refused, and nothing is written. */
class MirrorRefusalsIT extends RepeatedExports {
  private static final MaxDelete ALL = MaxDelete.parse("100%");

  private static Conduct mirroring(Conduct usual) {
    return usual.mirroring().with(ALL);
  }

  private Exporter mirror() {
    return exporter(MirrorRefusalsIT::mirroring);
  }

  @Test
  void shouldCountAgainstTheLimitBeforeAnythingIsWritten() {
    // Given: 11 of 21 objects would go, and one of them by the diff
    putMany(11);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    main.delete("k/1");
    put("k/new", "x");
    main.commit("second");
    for (int i = 0; i < 10; i++) {
      out.put("foreign/" + i, "x");
    }
    Map<String, String> before = withoutLease();

    // When
    SpillwayException refusal =
        refusal(() -> exporter(Conduct::mirroring).exportAllFromBranch("main"));

    // Then
    assertThat(refusal.kind()).isEqualTo(SpillwayException.Kind.REFUSED);
    assertThat(refusal).hasMessageContaining("would delete 11 of the 21 objects");
    assertThat(withoutLease()).isEqualTo(before);
    mirror().exportAllFromBranch("main");
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @ParameterizedTest
  @CsvSource({
    "a/b/_spillway/lease/00000001.json, a/b",
    "a/_spillway/exports/20261121T091538.001Z-5f3a9c1e/export.json, a",
    "a/EXPORT_c0ffee_2026-11-21T09:15:42.118Z_SUCCESS, a",
    "a/EXPORT_c0ffee_2026-11-21T09:15:42.118Z_FAILURE, a",
    "ledgers/x/exports/20261121T091538.001Z-5f3a9c1e/export.json, ledgers/x",
    "lake/_lakefs/0a1b2c, lake",
    "zz/_lakefs/0a1b2c, zz"
  })
  void shouldRefuseWhatSomebodyElseKeepsUpAlsoWhenForced(String sign, String folder) {
    // Given
    putMany(30);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    put("k/new", "x");
    main.commit("second");
    out.put(sign, "theirs");
    Map<String, String> before = withoutLease();

    // When
    SpillwayException refusal =
        refusal(() -> exporter(usual -> mirroring(usual).forcing()).exportAllFromBranch("main"));

    // Then
    assertThat(refusal.kind().exitCode()).isEqualTo(4);
    assertThat(refusal).hasMessageContaining(folder + "/").hasMessageContaining("--mirror");
    assertThat(withoutLease()).isEqualTo(before);
    KeyGlobs others = KeyGlobs.ALL.excluding(folder + "/**");
    ExportOptions around =
        ExportOptions.DEFAULT.with(others).with(mirroring(Conduct.DEFAULT).forcing());
    exporter(around).exportAllFromBranch("main");
    assertThat(out.text(sign)).isEqualTo("theirs");
  }

  @Test
  void shouldTakeTheCommitsOwnForTheCommits() {
    // Given: a commit that holds what was once exported somewhere
    putMany(10);
    put("a/_spillway/lease/00000001.json", "x");
    put("a/EXPORT_c0ffee_2026-11-21T09:15:42.118Z_SUCCESS", "x");
    put("b/_spillway/x", "x");
    main.commit("first");
    exporter().exportAllFromBranch("main");
    main.delete("b/_spillway/x");
    main.commit("second");
    out.put("a/extra", "x");

    // When
    ExportReport report = mirror().exportAllFromBranch("main");

    // Then
    assertThat(report.deleted()).isEqualTo(2);
    assertThat(report.mirrored()).isEqualTo(1);
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @Test
  void shouldRefuseTheRootOfABucketUnlessForced() {
    // Given
    putMany(3);
    main.commit("first");
    out.put("extra", "x");
    String bucket = out.uri().substring(0, out.uri().indexOf('/', "memory://".length()));
    ExportOptions options = ExportOptions.DEFAULT.with(mirroring(Conduct.DEFAULT));

    // When
    SpillwayException refusal =
        refusal(() -> exporter(repo, bucket, options).exportAllFromBranch("main"));

    // Then
    assertThat(refusal.kind()).isEqualTo(SpillwayException.Kind.REFUSED);
    assertThat(refusal).hasMessageContaining("all of a bucket");
    assertThat(out.everything()).containsOnlyKeys("extra");
    ExportReport forced =
        exporter(repo, bucket, options.with(mirroring(Conduct.DEFAULT).forcing()))
            .exportAllFromBranch("main");
    assertThat(forced.mirrored()).isEqualTo(1);
    assertThat(out.everything()).isEmpty();
  }

  @Test
  void shouldRefuseAnotherRepositorysLedgerAlsoWhenForced() {
    // Given
    putMany(10);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    Repo other = sandbox.createRepository(repo.id() + "-other");
    other.branch("main").put("theirs", bytes("x"));
    other.branch("main").commit("theirs");
    Map<String, String> before = withoutLease();
    ExportOptions forced = ExportOptions.DEFAULT.with(mirroring(Conduct.DEFAULT).forcing());

    // When
    SpillwayException refusal = refusal(() -> exporter(other, forced).exportAllFromBranch("main"));

    // Then
    assertThat(refusal.kind()).isEqualTo(SpillwayException.Kind.REFUSED);
    assertThat(refusal).hasMessageEndingWith("or --force without --mirror starts a full export.");
    assertThat(withoutLease()).isEqualTo(before);
  }

  @Test
  void shouldTakeNoDifferenceForAMirror() {
    // Given
    putMany(3);
    String first = main.commit("first");
    exporter().exportAllFromBranch("main");

    // When
    List<SpillwayException> refusals =
        List.of(
            refusal(() -> mirror().exportSinceLast("main")),
            refusal(() -> mirror().exportFrom("main", first)));

    // Then
    assertThat(refusals)
        .allSatisfy(
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT);
              assertThat(refusal).hasMessageContaining("--mirror");
            });
  }

  @Test
  void shouldNotDeleteItsOwnLedger() {
    // Given
    putMany(3);
    main.commit("first");
    ExportOptions options = ExportOptions.DEFAULT.with(mirroring(Conduct.DEFAULT));
    Location inside = out.root().resolve("records");
    ExportOptions beside = options.withLedger(out.root().container().resolve("records"));

    // When
    SpillwayException refusal =
        refusal(() -> exporter(options.withLedger(inside)).exportAllFromBranch("main"));

    // Then
    assertThat(refusal.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT);
    assertThat(out.everything()).isEmpty();
    out.put("extra", "x");
    assertThat(exporter(beside).exportAllFromBranch("main").mirrored()).isEqualTo(1);
    assertThat(exporter(beside).exportAllFromBranch("main").deleted()).isZero();
    assertThat(out.objects()).isEqualTo(contents("main"));
  }
}
