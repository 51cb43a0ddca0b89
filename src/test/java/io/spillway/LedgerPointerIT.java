package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.SpillwayException;
import io.spillway.base.SpillwayException.Kind;
import io.spillway.export.ExportOptions;
import io.spillway.export.VerifyOptions;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.testing.MemoryOut;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A root has one ledger, and knows where it is. */
class LedgerPointerIT extends RepeatedExports {
  private static final String POINTER = "_spillway/ledger.json";

  private MemoryOut elsewhere;

  @BeforeEach
  void openLedger() {
    elsewhere = new MemoryOut();
    putMany(5);
    main.commit("first");
  }

  @AfterEach
  void closeLedger() {
    elsewhere.close();
  }

  @Test
  void shouldRefuseAnotherLedgerThanTheUsualOne() {
    // Given
    exporter().exportAllFromBranch("main");
    Map<String, String> before = out.everything();

    // When
    SpillwayException refusal = refusal(() -> withLedger().exportSinceLast("main"));

    // Then
    assertThat(refusal.kind()).isEqualTo(Kind.REFUSED);
    assertThat(refusal)
        .hasMessage(
            "The ledger of "
                + out.uri()
                + " is "
                + out.uri()
                + "/_spillway, and not "
                + elsewhere.uri()
                + ": leave --ledger out, or --force starts a full export and makes "
                + elsewhere.uri()
                + " its ledger.");
    assertThat(out.everything()).isEqualTo(before);
    assertThat(elsewhere.everything()).as("not even a lease").isEmpty();
  }

  @Test
  void shouldRefuseTheUsualLedgerWhereTheRootNamesAnother() {
    // Given
    withLedger().exportAllFromBranch("main");
    assertThat(out.text(POINTER)).contains(elsewhere.uri());

    // When
    SpillwayException refusal = refusal(() -> exporter().exportSinceLast("main"));

    // Then
    assertThat(refusal.kind()).isEqualTo(Kind.REFUSED);
    assertThat(refusal).hasMessageContaining("give --ledger=" + elsewhere.uri() + ", or --force");
    assertThat(refusal(() -> exporter().verify(VerifyOptions.DEFAULT)))
        .hasMessageContaining("The ledger of " + out.uri() + " is " + elsewhere.uri());
  }

  @Test
  void shouldExportEverythingWhenAnotherLedgerIsForced() {
    // Given: the forced ledger knew the root once, and not what came since
    withLedger().exportAllFromBranch("main");
    put("k/1", "changed");
    main.commit("second");
    ExportReport forced = exporter(Conduct::forcing).exportSinceLast("main");
    assertThat(forced.objects()).isEqualTo(5);
    put("k/1", "v1");
    main.commit("third");

    // When
    ExportReport back =
        exporter(ExportOptions.DEFAULT.with(Conduct.DEFAULT.forcing()).withLedger(elsewhere.root()))
            .exportSinceLast("main");

    // Then
    assertThat(back.objects()).isEqualTo(5);
    assertThat(out.objects()).isEqualTo(contents("main"));
    assertThat(out.text(POINTER)).contains(elsewhere.uri());
  }

  @Test
  void shouldAdoptALedgerOfAnOlderVersion() {
    // Given
    withLedger().exportAllFromBranch("main");
    out.remove(POINTER);

    // When
    ExportReport report = withLedger().exportSinceLast("main");

    // Then
    assertThat(report.objects()).isZero();
    assertThat(out.text(POINTER)).contains(elsewhere.uri());
  }

  @Test
  void shouldNotAdoptALedgerThatKnowsNothingOfAnExportedRoot() {
    // Given: an older version kept the ledger at a third place
    try (MemoryOut third = new MemoryOut()) {
      exporter(ExportOptions.DEFAULT.withLedger(third.root())).exportAllFromBranch("main");
      out.remove(POINTER);

      // When
      SpillwayException refusal = refusal(() -> withLedger().exportSinceLast("main"));

      // Then
      assertThat(refusal.kind()).isEqualTo(Kind.REFUSED);
      assertThat(refusal)
          .hasMessageStartingWith(
              "Markers of Spillway say that "
                  + out.uri()
                  + " has been exported to with another ledger than "
                  + elsewhere.uri());
    }
  }

  @Test
  void shouldGiveAPointerToARootOfAnOlderVersion() {
    // Given
    exporter().exportAllFromBranch("main");
    out.remove(POINTER);

    // When
    exporter().exportSinceLast("main");

    // Then
    assertThat(out.text(POINTER)).contains(out.uri() + "/_spillway");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"formatVersion\":1}", "LARGE"})
  void shouldRefuseADamagedPointer(String content) {
    // Given
    exporter().exportAllFromBranch("main");
    out.put(POINTER, content.equals("LARGE") ? " ".repeat(100_000) : content);

    // When
    SpillwayException refusal = refusal(() -> exporter().exportSinceLast("main"));

    // Then
    assertThat(refusal.kind()).isEqualTo(Kind.REFUSED);
    assertThat(refusal).hasMessageContaining(POINTER + ", which names this root's ledger: it is");
    exporter(Conduct::forcing).exportSinceLast("main");
    assertThat(out.text(POINTER)).contains(out.uri() + "/_spillway");
  }

  private Exporter withLedger() {
    return exporter(ExportOptions.DEFAULT.withLedger(elsewhere.root()));
  }
}
