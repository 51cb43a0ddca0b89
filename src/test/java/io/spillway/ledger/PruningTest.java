package io.spillway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Summary;
import io.spillway.request.Retention;
import io.spillway.store.Attributes;
import io.spillway.store.FaultyStore;
import io.spillway.store.RequestKind;
import io.spillway.store.StoreException;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruningTest {
  private static final Location ROOT = Location.parse("memory://pruning-test/root");
  private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");

  private final Stores stores = new Stores(Settings.of(Map.of()));
  private final FaultyStore store = new FaultyStore(new MemoryStore("pruning-test"));
  private final List<String> ids = new ArrayList<>();
  private TestStores.Registration registration = () -> {};

  @BeforeEach
  void register() {
    registration = TestStores.register(ROOT, store);
  }

  @AfterEach
  void unregister() {
    registration.close();
  }

  @Test
  void shouldKeepTheNewestExportsAndMarkers() throws IOException {
    // Given
    put("a", "b/c", "_spillway/lease/1.json", "_spillway/exportss");

    // When
    for (int i = 0; i < 5; i++) {
      assertThat(export(i, true, new Retention(3, 2))).isEmpty();
    }

    // Then
    assertThat(keys())
        .containsExactlyInAnyOrder(
            "a",
            "b/c",
            "_spillway/lease/1.json",
            "_spillway/exportss",
            record(2),
            outcome(2),
            record(3),
            outcome(3),
            record(4),
            outcome(4),
            marker(3, true),
            marker(4, true));
    assertThat(holdings().exports()).containsExactly(id(4), id(3), id(2));
  }

  @Test
  void shouldKeepItselfWhenOnlyOneStays() throws IOException {
    export(0, true, new Retention(1, 1));
    export(1, true, new Retention(1, 1));

    assertThat(keys()).containsExactlyInAnyOrder(record(1), outcome(1), marker(1, true));
  }

  @Test
  void shouldPruneExportsButNoMarkersAfterAFailure() throws IOException {
    // Given
    export(0, true, Retention.DEFAULT);
    export(1, true, Retention.DEFAULT);

    // When
    export(2, false, new Retention(1, 1));

    // Then
    assertThat(keys())
        .containsExactlyInAnyOrder(
            record(2), outcome(2), marker(0, true), marker(1, true), marker(2, false));
    assertThat(holdings().base()).contains("c1");
  }

  @Test
  void shouldDropFailuresOlderThanTheOldestSuccessThatStays() throws IOException {
    // Given
    Retention two = new Retention(10, 2);
    export(0, false, two);
    export(1, true, two);
    export(2, false, two);
    export(3, true, two);
    export(4, false, two);

    // When
    export(5, true, two);

    // Then
    assertThat(keys().stream().filter(key -> key.startsWith("EXPORT_")))
        .containsExactlyInAnyOrder(marker(3, true), marker(4, false), marker(5, true));
  }

  @Test
  void shouldDropMarkersOfEveryFormAndNothingThatOnlyLooksLikeOne() throws IOException {
    // Given
    put(
        "EXPORT_x_2021-05-03T10:11:12.123456789Z_SUCCESS",
        "EXPORT_x_2021-05-03T10:11Z_FAILURE",
        "EXPORT_x_20210503T101112.000Z_SUCCESS",
        "EXPORT_x_2021-05-03T10:11:12_SUCCESS",
        "EXPORT_x_yesterday_SUCCESS",
        "EXPORT_x/y_2021-05-03T10:11:12Z_SUCCESS",
        "a/EXPORT_x_2021-05-03T10:11:12Z_SUCCESS",
        "EXPORTS");

    // When
    export(0, true, new Retention(1, 1));

    // Then
    assertThat(keys())
        .containsExactlyInAnyOrder(
            "EXPORT_x_yesterday_SUCCESS",
            "EXPORT_x/y_2021-05-03T10:11:12Z_SUCCESS",
            "a/EXPORT_x_2021-05-03T10:11:12Z_SUCCESS",
            "EXPORTS",
            record(0),
            outcome(0),
            marker(0, true));
  }

  @Test
  void shouldKeepItsOwnMarkerAlsoWhenOthersClocksAreAhead() throws IOException {
    // Given
    put("EXPORT_x_2031-05-03T10:11:12Z_SUCCESS", "EXPORT_y_2032-05-03T10:11:12Z_SUCCESS");

    // When
    export(0, true, new Retention(1, 2));

    // Then
    assertThat(keys())
        .containsExactlyInAnyOrder(
            "EXPORT_y_2032-05-03T10:11:12Z_SUCCESS", record(0), outcome(0), marker(0, true));
  }

  @Test
  void shouldLeaveTheMarkerThatAnotherExporterWroteMeanwhile() throws IOException {
    // Given
    Ledger ledger = Records.begin(stores, ROOT, Records.first("c0", TEN, holdings()));
    ids.add(0, id(0));
    String foreign = "EXPORT_x_2021-05-03T10:11:12Z_FAILURE";
    put(foreign);

    // When
    ledger.sign(true, TEN.plusSeconds(30), Summary.NONE, OptionalLong.empty());
    ledger.prune(new Retention(1, 1));
    ledger.close(State.SUCCEEDED);

    // Then
    assertThat(keys()).contains(foreign);
    assertThat(holdings().attempts()).containsExactly("x");
  }

  @Test
  void shouldPruneNoMarkersWhenItsOwnIsNotThere() throws IOException {
    // Given
    export(0, true, Retention.DEFAULT);
    Ledger ledger =
        Records.begin(stores, ROOT, Records.first("c1", TEN.plusSeconds(60), holdings()));
    store.inject(FaultyStore.Fault.DENIED, RequestKind.CREATE, key -> true);

    // When
    assertThatThrownBy(
            () -> ledger.sign(true, TEN.plusSeconds(90), Summary.NONE, OptionalLong.empty()))
        .isInstanceOf(StoreException.class);
    ledger.prune(new Retention(1, 1));

    // Then
    assertThat(keys()).contains(marker(0, true));
  }

  @Test
  void shouldRememberWhatItCouldNotDelete() throws IOException {
    // Given
    for (int i = 0; i < 4; i++) {
      export(i, true, Retention.DEFAULT);
    }
    store.inject(FaultyStore.Fault.DENIED, RequestKind.DELETE, key -> key.contains(id(1)));

    // When
    List<String> trouble = export(4, true, new Retention(2, 9));

    // Then: it went from the newest to the oldest
    assertThat(trouble)
        .singleElement()
        .asString()
        .startsWith("Cannot delete old exports in memory://pruning-test/root/_spillway yet: ");
    assertThat(holdings().exports()).containsExactly(id(4), id(3), id(1), id(0));
    store.heal();
    assertThat(export(5, true, new Retention(2, 9))).isEmpty();
    assertThat(keys().stream().filter(key -> key.startsWith("_spillway")))
        .containsExactlyInAnyOrder(record(4), outcome(4), record(5), outcome(5));
  }

  @Test
  void shouldGoOnWhenNothingCanBeDeletedOrListed() throws IOException {
    // Given
    export(0, true, Retention.DEFAULT);
    export(1, true, Retention.DEFAULT);
    DestinationState holdings = holdings();
    Ledger ledger = Records.begin(stores, ROOT, Records.first("c2", at(2), holdings));
    ledger.sign(true, at(2).plusSeconds(30), Summary.NONE, OptionalLong.empty());
    store.inject(FaultyStore.Fault.UNREACHABLE, RequestKind.LIST, key -> true);
    store.inject(FaultyStore.Fault.UNREACHABLE, RequestKind.DELETE, key -> true);

    // When, then
    assertThat(ledger.prune(new Retention(1, 1))).hasSize(2);
    assertThat(ledger.record().exports()).containsExactly(id(1), id(0));
  }

  @Test
  void shouldNeverDeleteByAnIdThatIsNone() {
    // Given
    put("_spillway/lease/1.json", "_spillway/exports/_e1/export.json", "a");
    List<String> wild =
        List.of("..", "../lease", "", "_e1", id(0) + "/../../lease", "/", "x/..", ".");

    // When
    Pruning pruning = new Pruning();
    List<String> left = pruning.exports(stores, ROOT.resolve("_spillway"), wild, 0, Set.of());

    // Then
    assertThat(left).isEmpty();
    assertThat(pruning.trouble()).isEmpty();
    assertThat(keys()).hasSize(3);
  }

  @Test
  void shouldDeleteFoldersOfThousandsOfFiles() throws IOException {
    // Given
    export(0, true, Retention.DEFAULT);
    IntStream.range(0, 2_500).forEach(i -> put("_spillway/exports/" + id(0) + "/outcomes/" + i));

    // When
    export(1, true, new Retention(1, 1));

    // Then
    assertThat(keys()).containsExactlyInAnyOrder(record(1), outcome(1), marker(1, true));
  }

  @Test
  void shouldLeaveNoEmptyFoldersBehind(@TempDir Path temp) throws IOException {
    // Given
    Location root = Location.ofFolder(Files.createDirectories(temp.resolve("root")));
    Location ledger = Location.ofFolder(temp.resolve("ledger"));
    String old = Records.id(TEN).text();
    Path folder = temp.resolve("ledger/exports/" + old);
    Files.createDirectories(folder.resolve("outcomes/0"));
    Files.writeString(folder.resolve("outcomes/0/a.jsonl"), "x");
    Files.writeString(folder.resolve("export.json"), "x");
    Path outside = Files.createDirectories(temp.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "x");
    Files.createSymbolicLink(folder.resolve("link"), outside);

    // When
    Pruning pruning = new Pruning();
    List<String> left =
        pruning.exports(stores.within(root, "_spillway/tmp"), ledger, List.of(old), 0, Set.of());

    // Then
    assertThat(pruning.trouble()).isEmpty();
    assertThat(left).isEmpty();
    assertThat(folder.resolve("export.json")).doesNotExist();
    assertThat(folder.resolve("outcomes")).doesNotExist();
    assertThat(outside.resolve("kept")).exists();
  }

  @Test
  void shouldPruneALedgerInAFolder(@TempDir Path temp) throws IOException {
    // Given
    Location root = Location.ofFolder(temp);
    Stores within = stores.within(root, "_spillway/tmp");
    Files.writeString(temp.resolve("a"), "data");
    List<String> begun = new ArrayList<>();

    // When
    for (int i = 0; i < 3; i++) {
      DestinationState holdings = Records.read(within, root, begun);
      Ledger ledger = Records.begin(within, root, Records.first("c" + i, at(i), holdings));
      begun.add(0, id(i));
      ledger.sign(true, at(i).plusSeconds(30), Summary.NONE, OptionalLong.empty());
      assertThat(ledger.prune(new Retention(1, 1))).isEmpty();
      ledger.close(State.SUCCEEDED);
    }

    // Then
    try (Stream<Path> left = Files.list(temp.resolve("_spillway/exports"))) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactly(id(2));
    }
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("a", "_spillway", marker(2, true));
    }
  }

  private List<String> export(int number, boolean success, Retention retention) throws IOException {
    ExportRecord record =
        ExportRecord.first(
            Records.id(at(number)),
            new ExportRecord.What(
                Records.SOURCE, "c" + number, null, ROOT.toString(), "strict", List.of(), Map.of()),
            Records.lease(at(number)),
            "dev",
            holdings());
    Ledger ledger = Ledger.begin(stores, ROOT.resolve("_spillway"), ROOT, record);
    ids.add(0, record.exportId());
    ledger.beginRounds();
    put(outcome(number));
    Summary summary = success ? Summary.NONE : Summary.of(Failures.of("a", "is gone"));
    ledger.sign(success, at(number).plusSeconds(30), summary, OptionalLong.empty());
    List<String> trouble = ledger.prune(retention);
    ledger.close(success ? State.SUCCEEDED : State.FAILED);
    return trouble;
  }

  private DestinationState holdings() throws IOException {
    return Records.read(stores, ROOT, ids);
  }

  private static Instant at(int number) {
    return TEN.plusSeconds(60L * number);
  }

  private static String id(int number) {
    return Records.id(at(number)).text();
  }

  private static String record(int number) {
    return "_spillway/exports/" + id(number) + "/export.json";
  }

  private static String outcome(int number) {
    return "_spillway/exports/" + id(number) + "/outcomes/0/a.jsonl";
  }

  private static String marker(int number, boolean success) {
    return new Marker("c" + number, at(number).plusSeconds(30), success).name(false);
  }

  private void put(String... keys) {
    try {
      for (String key : keys) {
        store.inner().create(ROOT.resolve(key).path(), new byte[0], Attributes.NONE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    Iterator<StoredObject> listed = ((MemoryStore) store.inner()).list("root/");
    listed.forEachRemaining(object -> keys.add(object.key().substring("root/".length())));
    return keys;
  }
}
