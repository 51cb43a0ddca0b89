package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.SpillwayException;
import io.spillway.object.Entry;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Summary.Count;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.request.MaxDelete;
import io.spillway.store.FaultyStore;
import io.spillway.store.RequestKind;
import io.spillway.store.TrackingStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Deletes: in which order, how many, and what becomes of those that fail. */
class DeletesIT extends RepeatedExports {

  @Test
  void shouldCopySuccessObjectsLastAndDeleteThemFirst() {
    // Given
    for (int i = 0; i < 40; i++) {
      put("old/" + i, "x");
      put("t/" + i, "x");
    }
    put("old/_SUCCESS", "");
    put("t/_SUCCESS", "1");
    main.commit("first");
    exporter().exportAllFromBranch("main");
    for (int i = 0; i < 40; i++) {
      main.delete("old/" + i);
      put("t/" + i, "changed");
      put("new/" + i, "x");
    }
    main.delete("old/_SUCCESS");
    put("t/_SUCCESS", "2");
    put("new/_SUCCESS", "");
    main.commit("second");
    out.forget();

    // When
    exporter().exportSinceLast("main");

    // Then
    List<String> written = out.written();
    assertThat(written).hasSize(82);
    assertThat(written.subList(80, 82)).containsExactlyInAnyOrder("new/_SUCCESS", "t/_SUCCESS");
    assertThat(out.deleted()).hasSize(41).startsWith("old/_SUCCESS");
    List<RequestKind> order =
        out.requests().stream()
            .filter(request -> request.key().matches(".*/(old|t|new)/.*"))
            .map(TrackingStore.Request::kind)
            .filter(Set.of(RequestKind.WRITE, RequestKind.DELETE)::contains)
            .toList();
    assertThat(order.lastIndexOf(RequestKind.WRITE))
        .as("no copy comes after a delete")
        .isLessThan(order.indexOf(RequestKind.DELETE));
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @Test
  void shouldDeleteNothingWhenACopyFailed() {
    // Given
    putMany(30);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    main.delete("k/1");
    main.delete("k/2");
    Entry gone = put("gone", "x");
    put("t/_SUCCESS", "");
    main.commit("second");
    lose(gone);
    out.forget();

    // When
    ExportReport report = failure(() -> exporter().exportSinceLast("main")).report();

    // Then
    assertThat(report.deleted()).isZero();
    assertThat(out.deleted()).isEmpty();
    assertThat(out.written()).doesNotContain("t/_SUCCESS");
    assertThat(out.objects()).containsKeys("k/1", "k/2");
  }

  @ParameterizedTest // lakeFS's exporter ignores them
  @EnumSource(
      value = FaultyStore.Fault.class,
      names = {"DENIED", "SLOW_DOWN", "UNREACHABLE", "LOST_REQUEST"})
  void shouldFailWhenADeleteFails(FaultyStore.Fault fault) {
    // Given
    putMany(30);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    main.delete("k/1");
    main.delete("k/2");
    main.commit("second");
    out.faults().inject(fault, RequestKind.DELETE, out.key("k/1")::equals);

    // When
    ExportFailedException failure = failure(() -> exporter().exportSinceLast("main"));

    // Then
    ExportReport report = failure.report();
    assertThat(failure.kind().exitCode()).isEqualTo(1);
    assertThat(report.failures()).extracting(Failure::key).contains("k/1");
    assertThat(report.failures().get(0).reason()).startsWith("it could not be deleted: ");
    assertThat(report.failed() + report.deleted()).isEqualTo(2);
    assertThat(report.marker()).endsWith("_FAILURE");
    assertThat(out.text(report.marker().substring(out.uri().length() + 1)))
        .contains("\nk/1: it could not be deleted: ");
    assertThat(out.objects()).containsKey("k/1");
    out.faults().heal();
    exporter().exportSinceLast("main");
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @Test
  void shouldStopBeforeTheOtherDeletesWhenThoseOfSuccessObjectsFail() {
    // Given
    putMany(10);
    put("k/_SUCCESS", "");
    put("stays", "x");
    main.commit("first");
    exporter().exportAllFromBranch("main");
    main.delete("k/1");
    main.delete("k/_SUCCESS");
    main.commit("second");
    out.faults()
        .inject(FaultyStore.Fault.DENIED, RequestKind.DELETE, out.key("k/_SUCCESS")::equals);
    out.forget();

    // When
    ExportReport report = failure(() -> exporter().exportSinceLast("main")).report();

    // Then
    assertThat(report.failures()).extracting(Failure::key).containsExactly("k/_SUCCESS");
    assertThat(out.deleted()).containsExactly("k/_SUCCESS");
  }

  @Test
  void shouldTakeWhatIsAbsentForDeleted() {
    // Given
    putMany(10);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    main.delete("k/1");
    main.delete("k/2");
    main.commit("second");
    out.remove("k/1");

    // When
    ExportReport report = exporter().exportSinceLast("main");

    // Then
    assertThat(report.success()).isTrue();
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @ParameterizedTest
  @EnumSource(Said.class)
  void shouldRefuseToDeleteMoreThanAllowed(Said said) {
    // Given: 11 of 20 go, and one is added
    putMany(20);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    for (int i = 0; i < 11; i++) {
      main.delete("k/" + i);
    }
    put("new", "x");
    main.commit("second");
    Map<String, String> before = withoutLease();

    // When
    SpillwayException refusal = refusal(() -> exporter(said::refused).exportSinceLast("main"));

    // Then
    assertThat(refusal.kind()).isEqualTo(SpillwayException.Kind.REFUSED);
    assertThat(refusal)
        .hasMessage(
            "This export would delete 11 of the 20 objects at "
                + out.root()
                + ", more than --max-delete="
                + said.limit
                + " allows: nothing was written. If that is what you want, allow more.");
    assertThat(withoutLease()).isEqualTo(before);
    ExportReport allowed = exporter(said::allowed).exportSinceLast("main");
    assertThat(allowed.deleted()).isEqualTo(11);
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  /** Limits that are just too low, and such as are just high enough. */
  enum Said {
    DEFAULT("50%", "55%"),
    SHARE("54%", "55%"),
    NUMBER("10", "11"),
    NONE("0", "100%");

    private final String limit;
    private final String enough;

    Said(String limit, String enough) {
      this.limit = limit;
      this.enough = enough;
    }

    Conduct refused(Conduct usual) {
      return this == DEFAULT ? usual : usual.with(MaxDelete.parse(limit));
    }

    Conduct allowed(Conduct usual) {
      return usual.with(MaxDelete.parse(enough));
    }
  }

  @Test
  void shouldCountWhatAnEarlierLedgerSaysAlsoInRangesThatStay() {
    // Given: 30 of 100 objects go, which is more than half of the ranges that differ
    for (int i = 0; i < 100; i++) {
      put(String.format(Locale.ROOT, "k/%03d", i), "x");
    }
    main.commit("first");
    exporter().exportAllFromBranch("main");
    for (int i = 0; i < 30; i++) {
      main.delete(String.format(Locale.ROOT, "k/%03d", i));
    }
    main.commit("second");

    // When
    ExportReport report =
        exporter(usual -> usual.with(MaxDelete.parse("30%"))).exportSinceLast("main");

    // Then
    assertThat(report.deleted()).isEqualTo(30);
  }

  @Test
  void shouldNotHinderAFullExportToAnUnknownDestination() {
    // Given
    putMany(3);
    main.commit("first");
    for (int i = 0; i < 20; i++) {
      out.put("foreign/" + i, "x");
    }

    // When
    ExportReport report =
        exporter(usual -> usual.with(MaxDelete.parse("0"))).exportAllFromBranch("main");

    // Then
    assertThat(report.objects()).isEqualTo(3);
    assertThat(report.summary().count(Count.LEFTOVERS)).isEqualTo(20);
  }

  @Test
  void shouldNotCountDeletesOfWhatAnEmptyDestinationLacks() {
    // Given: the ledger tells of objects that somebody has removed, and is not to be trusted
    putMany(20);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    out.remove("k/");
    for (int i = 0; i < 15; i++) {
      main.delete("k/" + i);
    }
    main.commit("second");

    // When
    ExportReport report = exporter(Conduct::withoutResume).exportAllFromBranch("main");

    // Then
    assertThat(report.objects()).isEqualTo(5);
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @Test
  void shouldNotCountDeletesOfWhatAFailedFirstExportNeverBrought() {
    // Given
    putMany(20);
    main.commit("first");
    out.faults().inject(FaultyStore.Fault.DENIED, RequestKind.WRITE, key -> key.contains("/k/"));
    failure(() -> exporter().exportAllFromBranch("main"));
    out.faults().heal();
    for (int i = 0; i < 15; i++) {
      main.delete("k/" + i);
    }
    main.commit("second");

    // When
    ExportReport report = exporter().exportSinceLast("main");

    // Then
    assertThat(report.objects()).isEqualTo(5);
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @Test
  void shouldNotCountDeletesOfWhatAFailedAttemptBroughtBesideTheLastSuccess() {
    // Given: an attempt brought far more than was there, failed, and is taken back
    putMany(3);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    for (int i = 0; i < 50; i++) {
      put("mistake/" + i, "x");
    }
    lose(put("mistake/lost", "x"));
    main.commit("a mistake");
    failure(() -> exporter().exportSinceLast("main"));
    assertThat(out.objects()).hasSize(53);
    for (int i = 0; i < 50; i++) {
      main.delete("mistake/" + i);
    }
    main.delete("mistake/lost");
    main.commit("taken back");

    // When
    ExportReport report = exporter().exportSinceLast("main");

    // Then
    assertThat(report.deleted()).isEqualTo(51);
    assertThat(out.objects()).isEqualTo(contents("main"));
  }
}
