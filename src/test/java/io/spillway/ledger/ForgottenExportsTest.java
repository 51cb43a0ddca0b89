package io.spillway.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.ledger.lease.Lease;
import io.spillway.outcome.Summary;
import io.spillway.request.Retention;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ForwardingStore;
import io.spillway.store.RequestKind;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import io.spillway.store.TrackingStore;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports count whatever became of leases: lost, damaged, taken over. */
class ForgottenExportsTest {
  private static final Location ROOT = Location.parse("memory://forgotten-exports/root");
  private static final Location LEDGER = ROOT.resolve("_spillway");
  private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");
  private static final Duration LASTS = Duration.ofMinutes(5);

  private final Stores stores = new Stores(Settings.of(Map.of()));
  private final TrackingStore store =
      new TrackingStore(
          new ForwardingStore(new MemoryStore("forgotten-exports")) {
            @Override
            public Optional<Duration> age(String key) {
              return Optional.of(age);
            }
          });
  private Duration age = Duration.ZERO;
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
  void shouldCountAnUnfinishedExportThatNoLeaseNames() throws IOException {
    // Given: the newest lease is gone
    succeed(1, "c1");
    killed(2, "c2");

    // When, Then
    for (List<Lease.Predecessor> left :
        List.of(List.of(released(1)), List.<Lease.Predecessor>of())) {
      DestinationState holdings = read(left);
      assertThat(holdings.base()).contains("c1");
      assertThat(holdings.attempts()).containsExactly("c2");
      assertThat(holdings.exports()).containsExactly(id(2), id(1));
    }
  }

  @Test
  void shouldForgetItOnceAnExportThatKnewItHasSucceeded() throws IOException {
    // Given
    succeed(1, "c1");
    killed(2, "c2");
    succeed(3, "c3", List.of());

    // When
    DestinationState holdings = read(List.of(released(3)));

    // Then: only what was under way when the lease was lost may still come
    assertThat(holdings.base()).contains("c3");
    assertThat(holdings.exports()).containsExactly(id(3), id(2), id(1));
  }

  @Test
  void shouldCountWhatAnExportWithoutItsLeasesKnewNothingOf() throws IOException {
    // Given: an older version found no lease, began to count them anew, and believed the markers
    succeed(1, "c1");
    killed(2, "c2");
    Ledger unaware = Records.begin(stores, ROOT, Records.first("c3", at(3), base("c1"), 1));
    unaware.beginRounds();
    unaware.sign(true, at(3), Summary.NONE, OptionalLong.of(3));
    unaware.close(State.SUCCEEDED);

    // When
    DestinationState holdings = read(List.of(Records.lease(1, id(3), true)));

    // Then: whichever of them is the newer one, each key is as one of these has it
    assertThat(holdings.attempts()).contains("c2", "c3");
    assertThat(holdings.unfinished()).isEmpty();
    assertThat(snapshot(List.of()).highestLease()).isEqualTo(Records.lease(at(2)));
  }

  @Test
  void shouldRefuseADamagedRecordThatNoOtherAccountsFor() throws IOException {
    // Given
    succeed(1, "c1");
    killed(2, "c2");
    put("exports/" + id(2) + "/export.json", "{");

    // When, Then
    assertThatThrownBy(() -> read(List.of(released(1))))
        .isInstanceOf(UnusableLedgerException.class)
        .hasMessageContaining(id(2) + "/export.json is damaged");
  }

  @Test
  void shouldRefuseOutcomesWithoutARecord() throws IOException {
    // Given
    succeed(1, "c1");
    put("exports/" + id(2) + "/tmp/upload-1", "x");
    assertThat(read(List.of(released(1))).attempts()).isEmpty();
    put("exports/" + id(2) + "/outcomes/copy-1/000000/a.jsonl.gz", "x");

    // When, Then
    assertThatThrownBy(() -> read(List.of(released(1))))
        .isInstanceOf(UnusableLedgerException.class)
        .hasMessageContaining(id(2) + " has files of an export and no export.json");
  }

  @Test
  void shouldReadOneRecordWhereItsLeaseNamesIt() throws IOException {
    // Given
    for (int i = 1; i <= 9; i++) {
      succeed(i, "c" + i);
    }
    store.forget();

    // When
    LedgerSnapshot named = snapshot(List.of(released(9)));

    // Then
    assertThat(named.heads()).hasSize(1);
    assertThat(store.keys(RequestKind.OPEN))
        .containsExactly("root/_spillway/exports/" + id(9) + "/export.json");

    // When
    store.forget();
    LedgerSnapshot listed = snapshot(List.of());

    // Then
    assertThat(listed.heads()).isEqualTo(named.heads());
    assertThat(store.count(RequestKind.OPEN)).as("all records").isEqualTo(9);
  }

  @Test
  void shouldCountARunThatLostItsLeaseUntilAnExportThatKnowsItSucceeds() throws IOException {
    // Given: the first one wakes up after the second one has succeeded
    succeed(1, "c1");
    Ledger paused = killed(2, "c2");
    succeed(3, "c3", List.of(released(2)));
    assertThat(read(List.of(released(3))).attempts()).isEmpty();
    paused.leaveTrace();

    // When
    DestinationState holdings = read(List.of(released(3)));

    // Then
    assertThat(holdings.base()).contains("c3");
    assertThat(holdings.attempts()).containsExactly("c2");
    assertThat(holdings.unsettled().traces()).hasSize(1);

    // When: one that fails, and one that succeeds
    Ledger failing = begin(4, "c4", holdings);
    failing.sign(false, at(4), Summary.NONE, OptionalLong.empty());
    failing.close(State.FAILED);
    assertThat(read(List.of(released(4))).attempts()).containsExactly("c2", "c4");
    succeed(5, "c3", List.of(released(4)));

    // Then
    assertThat(read(List.of(released(5))).attempts()).isEmpty();
    assertThat(store.folders("root/_spillway/exports/")).doesNotContain(LeaseTrace.FOLDER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "{\"formatVersion\": 1, \"commitId\": 7}"})
  void shouldRefuseADamagedTrace(String content) throws IOException {
    // Given
    succeed(1, "c1");
    put("exports/_lost/x-00000001.json", content);

    // When, Then
    assertThatThrownBy(() -> read(List.of(released(1))))
        .isInstanceOf(UnusableLedgerException.class)
        .hasMessageContaining("_lost/x-00000001.json")
        .hasMessageEndingWith("--force starts a full export.");
  }

  @Test
  void shouldCountATakenOverRunUntilItCanNoLongerWrite() throws IOException {
    // Given: the second one took the lease over from the first, which nobody has seen since
    killed(1, "c1");
    end(begin(2, "c2", read(List.of(held(1)))), Duration.ofMinutes(2));

    // When
    DestinationState third = read(List.of(released(2)));

    // Then: two minutes of the lease's five have passed
    assertThat(third.base()).contains("c2");
    assertThat(third.attempts()).containsExactly("c1");
    assertThat(third.unsettled().late()).hasSize(1);

    // When
    end(begin(3, "c3", third), Duration.ofMinutes(3));
    DestinationState fourth = read(List.of(released(3)));

    // Then: the third began too early, and the fourth is the first that did not
    assertThat(fourth.attempts()).containsExactly("c1");
    assertThat(fourth.unsettled().late()).isEmpty();

    // When
    end(begin(4, "c3", fourth), Duration.ofSeconds(1));

    // Then
    assertThat(read(List.of(released(4))).attempts()).isEmpty();
  }

  @Test
  void shouldCountThePauseBetweenExportsByTheAgeOfTheBeat() throws IOException {
    // Given: a minute of the lease's five has passed, and the lease was free for four since then
    killed(1, "c1");
    end(begin(2, "c2", read(List.of(held(1)))), Duration.ofMinutes(1));

    // When, Then: ages are rounded up
    age = Duration.ofMinutes(4);
    assertThat(read(List.of(released(2))).unsettled().late()).hasSize(1);
    age = Duration.ofMinutes(4).plusSeconds(2);
    assertThat(read(List.of(released(2))).unsettled().late()).isEmpty();
    assertThat(read(List.of(released(2))).attempts()).containsExactly("c1");
  }

  @Test
  void shouldNotResumeWhatALateWriterMayHaveChanged() throws IOException {
    // Given: the second one took over and failed, and what it wrote may have been overwritten since
    killed(1, "c1");
    Ledger second = begin(2, "c2", read(List.of(held(1))));
    second.sign(false, at(2), Summary.NONE, OptionalLong.empty());
    second.close(State.FAILED);

    // When
    DestinationState holdings = read(List.of(released(2)));

    // Then
    assertThat(holdings.unfinished()).isEmpty();
    assertThat(holdings.attempts()).containsExactly("c1", "c2");
  }

  @Test
  void shouldResumeAfterALateWriterOfTheSameCommit() throws IOException {
    // Given
    killed(1, "c1");

    // When, Then
    assertThat(read(List.of(held(1))).unfinished()).isPresent();
  }

  @Test
  void shouldNotPruneTheFolderOfALateWriter() throws IOException {
    // Given
    killed(1, "c1");
    Ledger second = begin(2, "c2", read(List.of(held(1))));
    second.sign(true, at(2), Summary.NONE, OptionalLong.of(3));

    // When
    second.prune(new Retention(1, 1));

    // Then
    assertThat(store.folders("root/_spillway/exports/")).containsExactly(id(1), id(2));
  }

  @Test
  void shouldNotKnowWhatIsThereAfterAMarkerOfABranch() throws IOException {
    // Given
    succeed(1, "c1");
    store.create("root/EXPORT_main_2026-11-21T12:00:00Z_SUCCESS", new byte[0], Attributes.NONE);

    // When
    DestinationState holdings = read(List.of(released(1)));

    // Then
    assertThat(holdings.base()).isEmpty();
    assertThat(holdings.attempts()).containsExactly("c1");
    assertThat(holdings.unsettled().unusable())
        .containsExactly("EXPORT_main_2026-11-21T12:00:00Z_SUCCESS");
  }

  @Test
  void shouldRefuseARecordThatIsTooLarge() throws IOException {
    // Given
    succeed(1, "c1");
    put("exports/" + id(1) + "/export.json", " ".repeat(BoundedRead.RECORD_BYTES + 1));

    // When, Then
    assertThatThrownBy(() -> read(List.of(released(1))))
        .isInstanceOf(UnusableLedgerException.class)
        .hasMessageContaining(id(1) + "/export.json: it is larger than 32 MiB");
  }

  private static Instant at(int minute) {
    return TEN.plusSeconds(60L * minute);
  }

  private static String id(int minute) {
    return Records.id(at(minute)).text();
  }

  private static Lease.Predecessor released(int minute) {
    return Records.lease(Records.lease(at(minute)), id(minute), true);
  }

  private static Lease.Predecessor held(int minute) {
    return Records.lease(Records.lease(at(minute)), id(minute), false);
  }

  private static DestinationState base(String commit) {
    return new DestinationState(
        Optional.of(commit),
        OptionalLong.empty(),
        KeyGlobs.ALL,
        List.of(),
        DestinationState.Origin.MARKERS,
        Optional.empty(),
        List.of(),
        List.of());
  }

  private LedgerSnapshot snapshot(List<Lease.Predecessor> leases) throws IOException {
    return LedgerSnapshot.readWithPause(stores, LEDGER, leases);
  }

  private DestinationState read(List<Lease.Predecessor> leases) throws IOException {
    return Records.read(stores, ROOT, Records.SOURCE, leases);
  }

  private Ledger begin(int minute, String commit, DestinationState holdings) throws IOException {
    Ledger ledger = Records.begin(stores, ROOT, Records.first(commit, at(minute), holdings));
    ledger.beginRounds();
    return ledger;
  }

  /** Its lease is left as the test says afterwards. */
  private Ledger killed(int minute, String commit) throws IOException {
    return begin(minute, commit, read(minute == 1 ? List.of() : List.of(released(minute - 1))));
  }

  private void succeed(int minute, String commit) throws IOException {
    succeed(minute, commit, minute == 1 ? List.of() : List.of(released(minute - 1)));
  }

  private void succeed(int minute, String commit, List<Lease.Predecessor> leases)
      throws IOException {
    end(begin(minute, commit, read(leases)), LASTS);
  }

  private static void end(Ledger ledger, Duration held) throws IOException {
    Instant end = Instant.parse(ledger.record().run().startedAt()).plusSeconds(30);
    ledger.sign(true, end, Summary.NONE, OptionalLong.of(3));
    assertThat(ledger.prune(Retention.DEFAULT)).isEmpty();
    ledger.close(State.SUCCEEDED, held, LASTS);
  }

  private void put(String name, String content) throws IOException {
    store.write(LEDGER.resolve(name).path(), Body.of(content.getBytes(UTF_8)), Attributes.NONE);
  }
}
