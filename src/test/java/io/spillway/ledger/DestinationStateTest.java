package io.spillway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Summary;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.FaultyStore;
import io.spillway.store.OpenObject;
import io.spillway.store.RequestKind;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationStateTest {
  private static final Location ROOT = Location.parse("memory://holdings-test/root");
  private static final Location LEDGER = ROOT.resolve("_spillway");
  private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");
  private static final String ID = Records.id(TEN).text();
  private static final String FILE = "root/_spillway/exports/" + ID + "/export.json";

  private final Stores stores = new Stores(Settings.of(Map.of()));
  private FaultyStore store = new FaultyStore(new MemoryStore("holdings-test"));
  private TestStores.Registration registration = () -> {};

  @BeforeEach
  @BeforeTry
  void register() {
    store = new FaultyStore(new MemoryStore("holdings-test"));
    registration = TestStores.register(ROOT, store);
  }

  @AfterEach
  @AfterTry
  void unregister() {
    registration.close();
  }

  @Test
  void shouldKnowNothingOfAnEmptyRoot() throws IOException {
    assertThat(read()).isEqualTo(Records.NOTHING);
  }

  @Test
  void shouldBelieveMarkersWhereThereIsNoLedger() throws IOException {
    // Given: names as lakeFS's exporter writes them, out of order as a listing gives them
    marker("EXPORT_c4_2026-11-21T10:03:00Z_FAILURE");
    marker("EXPORT_c1_2026-11-21T10:00:00.123456789Z_SUCCESS");
    marker("EXPORT_c3_2026-11-21T10:02Z_FAILURE");
    marker("EXPORT_c2_2026-11-21T10:00:00.12345678Z_SUCCESS");
    marker("EXPORT_c9_2026-11-21T09:59:59.999Z_FAILURE");
    marker("EXPORT_c3_2026-11-21T10:04:00.1Z_FAILURE");
    marker("EXPORT_c1_2026-11-21T10:05:00.1Z_FAILURE");

    // When
    DestinationState holdings = read();

    // Then
    assertThat(holdings.origin()).isEqualTo(DestinationState.Origin.MARKERS);
    assertThat(holdings.base()).contains("c1");
    assertThat(holdings.attempts()).containsExactly("c3", "c4");
    assertThat(holdings.present()).isEmpty();
    assertThat(holdings.unfinished()).isEmpty();
    assertThat(holdings.markers()).hasSize(7);
  }

  @Property(tries = 200)
  void shouldReadTheTimeOfLakeFsMarkersWithAnyNumberOfDecimals(
      @ForAll @IntRange(max = 9) int decimals, @ForAll @IntRange(max = 9) int otherDecimals)
      throws IOException {
    // Given: the second of two is a tenth of a nanosecond to a second later
    marker("EXPORT_z_2026-11-21T10:00:00" + fraction("000000000", decimals) + "Z_SUCCESS");
    marker("EXPORT_a_2026-11-21T10:00:01" + fraction("000000000", otherDecimals) + "Z_SUCCESS");
    marker("EXPORT_b_2026-11-21T10:00:00" + fraction("999999999", decimals) + "Z_FAILURE");
    marker("EXPORT_c_2026-11-21T10:00:01" + fraction("999999999", otherDecimals) + "Z_FAILURE");

    // When, then
    assertThat(read().base()).contains("a");
    assertThat(read().attempts()).containsExactly("c");
  }

  private static String fraction(String digits, int decimals) {
    return decimals == 0 ? "" : "." + digits.substring(0, decimals);
  }

  @Test
  void shouldTakeForMarkersOnlyWhatLiesAtTheRootUnderAMarkersName() throws IOException {
    // Given
    marker("EXPORT_a/EXPORT_c1_2026-11-21T10:00:00Z_SUCCESS");
    marker("EXPORT_a/b_2026-11-21T10:00:00Z_SUCCESS");
    marker("EXPORT_c1_yesterday_SUCCESS");
    marker("EXPORTS");

    // When, then
    assertThat(read()).isEqualTo(Records.NOTHING);
  }

  @Test
  void shouldKnowNoBaseAfterFailuresAlone() throws IOException {
    // Given
    marker("EXPORT_c1_2026-11-21T10:00:00Z_FAILURE");

    // When
    DestinationState holdings = read();

    // Then
    assertThat(holdings.origin()).isEqualTo(DestinationState.Origin.MARKERS);
    assertThat(holdings.base()).isEmpty();
    assertThat(holdings.attempts()).containsExactly("c1");
  }

  @Test
  void shouldCarryTheBaseThroughAttemptsThatFail() throws IOException {
    // Given
    marker("EXPORT_c0_2026-11-21T09:00:00Z_SUCCESS");
    fail("c1", TEN, List.of());
    fail("c2", TEN.plusSeconds(60), List.of(ID));
    fail("c0", TEN.plusSeconds(120), List.of(id(60), ID));

    // When
    DestinationState holdings = read(id(120), id(60), ID);

    // Then
    assertThat(holdings.origin()).isEqualTo(DestinationState.Origin.LEDGER);
    assertThat(holdings.base()).contains("c0");
    assertThat(holdings.attempts()).containsExactly("c1", "c2");
    assertThat(holdings.unfinished().orElseThrow().exportId()).isEqualTo(id(120));
    assertThat(holdings.exports()).containsExactly(id(120), id(60), ID);
  }

  @Test
  void shouldPassOverExportsThatHeldALeaseAndNeverBegan() throws IOException {
    // Given
    succeed("c1", TEN);

    // When
    DestinationState holdings = read(id(60), id(60), ID);

    // Then
    assertThat(holdings.base()).contains("c1");
    assertThat(holdings.present()).hasValue(3);
    assertThat(holdings.exports()).containsExactly(ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-21T08:00:00", "2026-11-21T10:00:10", "2026-11-21T12:00:00"})
  void shouldCountWhatAnotherExporterTriedWhateverItsClockSays(String time) throws IOException {
    // Given: ours began at 10:00:00 and ended at 10:00:30
    succeed("c1", TEN);
    marker("EXPORT_c7_" + time + "Z_SUCCESS");
    marker("EXPORT_c8_2026-11-21T12:00:01Z_FAILURE");

    // When
    DestinationState holdings = read(ID);

    // Then
    assertThat(holdings.base()).contains("c1");
    assertThat(holdings.attempts()).containsExactly("c7", "c8");
  }

  @Test
  void shouldNotResumeOverWhatAnotherExporterWrote() throws IOException {
    // Given: ours leads from c0 to c1 and fails, and another exporter rolls back to c0
    marker("EXPORT_c0_2026-11-21T09:00:00Z_SUCCESS");
    fail("c1", TEN, List.of());
    assertThat(read(ID).unfinished()).isPresent();
    marker("EXPORT_c0_2026-11-21T11:00:00Z_SUCCESS");

    // When
    DestinationState holdings = read(ID);

    // Then
    assertThat(holdings.unfinished()).isEmpty();
    assertThat(holdings.base()).contains("c0");
    assertThat(holdings.attempts()).containsExactly("c1");
  }

  @Test
  void shouldCountWhatAnotherExporterMadeOfACommitThatItFailedToPlan() throws IOException {
    // Given: ours fails before it writes, and another exporter brings the same commit
    Ledger ledger = Records.begin(stores, ROOT, Records.first("c1", TEN));
    ledger.sign(false, TEN, Summary.of(Failures.of("range x", "is damaged")), OptionalLong.empty());
    ledger.close(State.FAILED);
    assertThat(read(ID).attempts()).isEmpty();
    marker("EXPORT_c1_2026-11-21T11:00:00Z_SUCCESS");

    // When, then
    assertThat(read(ID).attempts()).containsExactly("c1");
  }

  @Test
  void shouldNotTakeMarkersForAnothersThatWereThereBefore() throws IOException {
    // Given: their clock was fast
    marker("EXPORT_c0_2026-11-21T23:00:00Z_SUCCESS");
    marker("EXPORT_c5_2026-11-21T23:00:01Z_FAILURE");
    succeed("c1", TEN);

    // When, then
    assertThat(read(ID).base()).contains("c1");
    assertThat(read(ID).attempts()).isEmpty();
  }

  @Test
  void shouldCountBothWhatTheLedgerSaysAndWhatTheUserSays() throws IOException {
    // Given
    marker("EXPORT_c0_2026-11-21T09:00:00Z_SUCCESS");
    fail("c1", TEN, List.of());

    // When
    DestinationState holdings = read(ID).believing("c1");

    // Then
    assertThat(holdings.base()).contains("c1");
    assertThat(holdings.attempts()).containsExactly("c0");
    assertThat(holdings.unfinished()).isEmpty();
    assertThat(read(ID).believing("c0")).isEqualTo(read(ID));
  }

  @Test
  void shouldStillKnowWhichMarkersAreOldWhenItBelievesNothing() throws IOException {
    // Given
    marker("EXPORT_c0_2026-11-21T09:00:00Z_SUCCESS");
    Ledger ledger =
        Records.begin(
            stores,
            ROOT,
            Records.first("c1", TEN, DestinationState.unknown(stores, ledger(), ROOT)));
    ledger.beginRounds();

    // When
    DestinationState holdings = read(ID);

    // Then
    assertThat(holdings.base()).isEmpty();
    assertThat(holdings.attempts()).containsExactly("c1");
    assertThat(holdings.unfinished()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "not json",
        "{\"formatVersion\": 3}",
        "{\"formatVersion\": \"x\"}",
        "{\"formatVersion\": 0}"
      })
  void shouldRefuseWhatIsNoRecord(String content) throws IOException {
    // Given
    store.write(FILE, Body.of(content.getBytes(StandardCharsets.UTF_8)), Attributes.NONE);

    // When, then
    assertThatThrownBy(() -> read(ID))
        .isInstanceOf(UnusableLedgerException.class)
        .hasMessage(
            "The ledger's memory://holdings-test/"
                + FILE
                + " is damaged, it is not a record of an export: --force starts a full export.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state",
        "what",
        "run",
        "wrote",
        "before",
        "counts",
        "failures",
        "exports",
        "source",
        "commitId",
        "destination",
        "lease",
        "attempt",
        "startedAt",
        "attempts",
        "markers",
        "objects",
        "endedAt"
      })
  void shouldRefuseARecordThatLacksAField(String field) throws IOException {
    // Given
    succeed("c1", TEN);
    edit(json -> json.replace("\"" + field + "\" :", "\"x\" :"));

    // When, then
    assertThatThrownBy(() -> read(ID))
        .isInstanceOf(UnusableLedgerException.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void shouldRefuseARecordThatIsCutShortOrSaysAnUnknownState() throws IOException {
    // Given
    succeed("c1", TEN);

    // When, then
    edit(json -> json.replace("SUCCEEDED", "SLEEPING"));
    assertThatThrownBy(() -> read(ID)).hasMessageContaining("is damaged");
    edit(json -> json.replace("SLEEPING", "SUCCEEDED"));
    assertThat(read(ID).base()).contains("c1");
    edit(json -> json.substring(0, json.length() / 2));
    assertThatThrownBy(() -> read(ID)).hasMessageContaining("is damaged");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 99})
  void shouldRefuseAnotherFormatVersion(int version) throws IOException {
    // Given
    store.write(
        FILE,
        Body.of(("{\"formatVersion\": " + version + "}").getBytes(StandardCharsets.UTF_8)),
        Attributes.NONE);

    // When, then
    assertThatThrownBy(() -> read(ID))
        .isInstanceOf(UnusableLedgerException.class)
        .hasMessageContaining(FILE)
        .hasMessageContaining("has format version " + version + ", and")
        .hasMessageEndingWith("--force starts a full export.");
  }

  @Test
  void shouldIgnoreFieldsThatItDoesNotKnow() throws IOException {
    // Given
    succeed("c1", TEN);
    edit(json -> json.replaceFirst("\\{", "{ \"later\": {\"a\": [1]}, "));
    edit(json -> json.replace("\"counts\" : {", "\"counts\" : { \"later\": 7, "));

    // When, then
    assertThat(read(ID).base()).contains("c1");
  }

  @Test
  void shouldNameBothRepositoriesWhenTheLedgerIsOfAnother() throws IOException {
    // Given
    succeed("c1", TEN);

    // When, then
    assertThatThrownBy(() -> Records.read(stores, ROOT, "lakefs://another", List.of()))
        .isInstanceOf(UnusableLedgerException.class)
        .hasMessageContaining(FILE)
        .hasMessageContaining("lakefs://repo")
        .hasMessageContaining("lakefs://another")
        .hasMessageEndingWith("--force starts a full export.");
  }

  @Test
  void shouldNameBothDestinationsWhenTheLedgerIsOfAnother() throws IOException {
    // Given
    succeed("c1", TEN);
    Location other = Location.parse("memory://holdings-test/other");

    // When, then
    assertThatThrownBy(
            () -> DestinationState.read(stores, ledger(), other, Records.SOURCE, id -> true))
        .isInstanceOf(UnusableLedgerException.class)
        .hasMessageContaining("memory://holdings-test/root,")
        .hasMessageContaining("memory://holdings-test/other:");
    edit(json -> json.replace(ROOT.toString(), "nowhere"));
    assertThatThrownBy(() -> read(ID)).hasMessageContaining("is about nowhere,");
  }

  @Test
  void shouldKnowADestinationByEitherNameOfItsScheme() throws IOException {
    // Given
    Location s3 = Location.parse("s3://bucket/root");
    Location s3a = Location.parse("s3a://bucket/root/");
    try (TestStores.Registration one = TestStores.register(s3, new MemoryStore("s3"))) {
      ExportRecord record = Records.begin(stores, s3, Records.first("c1", TEN)).record();

      // When, then
      RecordFile.require(record, s3.resolve("_spillway"), Records.SOURCE, s3a);
    }
  }

  @Test
  void shouldRefuseARecordInAnotherExportsFolder() throws IOException {
    // Given
    succeed("c1", TEN);
    edit(json -> json.replace("\"exportId\" : \"" + ID, "\"exportId\" : \"" + id(60)));

    // When, then
    assertThatThrownBy(() -> read(ID))
        .isInstanceOf(UnusableLedgerException.class)
        .hasMessageContaining("is the record of another export, " + id(60));
  }

  @Test
  void shouldNotTakeAStoreThatSaysNoForAnEmptyOne() throws IOException {
    // Given
    succeed("c1", TEN);

    // When, then
    store.inject(FaultyStore.Fault.DENIED, RequestKind.OPEN, FILE::equals);
    assertThatThrownBy(() -> read(ID)).isInstanceOf(StoreException.class);
    store.heal();
    store.inject(FaultyStore.Fault.UNREACHABLE, RequestKind.LIST, key -> true);
    assertThatThrownBy(() -> read(ID)).isInstanceOf(StoreException.class);
  }

  @Test
  void shouldNotPassOnIdsThatAreNone() throws IOException {
    // Given
    succeed("c1", TEN);
    edit(json -> json.replace("\"exports\" : [ ]", "\"exports\" : [ \"../..\", \"a/b\", \"\" ]"));

    // When, then
    assertThat(read(ID).exports()).containsExactly(ID);
  }

  private LedgerSnapshot ledger() throws IOException {
    return LedgerSnapshot.read(stores, LEDGER, List.of());
  }

  private DestinationState read(String... ids) throws IOException {
    return Records.read(stores, ROOT, List.of(ids));
  }

  private static String id(int secondsLater) {
    return Records.id(TEN.plusSeconds(secondsLater)).text();
  }

  private void marker(String name) throws IOException {
    store.create(ROOT.resolve(name).path(), new byte[0], Attributes.NONE);
  }

  private void fail(String commit, Instant at, List<String> earlier) throws IOException {
    DestinationState holdings = Records.read(stores, ROOT, earlier);
    Ledger ledger = Records.begin(stores, ROOT, Records.first(commit, at, holdings));
    ledger.beginRounds();
    Summary summary = Summary.of(Failures.of("a", "is gone"));
    ledger.sign(false, at.plusSeconds(30), summary, OptionalLong.empty());
    ledger.close(State.FAILED);
  }

  private void succeed(String commit, Instant at) throws IOException {
    Ledger ledger = Records.begin(stores, ROOT, Records.first(commit, at, read()));
    ledger.beginRounds();
    ledger.sign(true, at.plusSeconds(30), Summary.NONE, OptionalLong.of(3));
    ledger.close(State.SUCCEEDED);
  }

  private void edit(UnaryOperator<String> change) throws IOException {
    String json;
    try (OpenObject open = store.open(FILE, 0)) {
      json = new String(open.stream().readAllBytes(), StandardCharsets.UTF_8);
    }
    byte[] changed = change.apply(json).getBytes(StandardCharsets.UTF_8);
    store.write(FILE, Body.of(changed), Attributes.NONE);
  }
}
