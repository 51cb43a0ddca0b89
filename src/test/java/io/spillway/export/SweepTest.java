package io.spillway.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.destination.Prefix;
import io.spillway.ledger.ExportId;
import io.spillway.ledger.lease.Lease;
import io.spillway.ledger.lease.LeaseTiming;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.FaultyStore;
import io.spillway.store.ForwardingStore;
import io.spillway.store.ObjectStore;
import io.spillway.store.RequestKind;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What killed exports left is tidied by the next one, whatever it exports. */
class SweepTest {
  private static final Location ROOT = Location.parse("s3://sweep-test/root");
  private static final Location LEDGER = Location.parse("s3://sweep-test/ledger");
  private static final LeaseTiming TIMING = LeaseTiming.lasting(Duration.ofMinutes(5));

  private final Stores stores = new Stores(Settings.of(Map.of()));
  private final FaultyStore faulty = new FaultyStore(new MemoryStore("sweep-test"));
  private final GivingUp store = new GivingUp(faulty);
  private final ExportId killed = id();
  private final ExportId current = id();
  private TestStores.Registration registration = () -> {};

  /** Notes what is given up; it must be there still. */
  private static final class GivingUp extends ForwardingStore {
    private final List<String> givenUp = new ArrayList<>();

    GivingUp(ObjectStore inner) {
      super(inner);
    }

    @Override
    public void giveUp(Collection<String> keys) throws IOException {
      for (String key : keys) {
        assertThat(stat(key)).isPresent();
      }
      givenUp.addAll(keys);
    }
  }

  private static ExportId id() {
    return ExportId.next(Clock.systemUTC(), RandomGenerator.getDefault());
  }

  @BeforeEach
  void register() {
    registration = TestStores.register(ROOT, store);
  }

  @AfterEach
  void unregister() {
    registration.close();
  }

  @Test
  void shouldGiveUpWhatAKilledExportLeftBeforeTheNextOneWrites() throws IOException {
    // Given
    String note = note(killed);
    exportDies(killed.text());

    // When
    try (Lease lease = acquire()) {
      sweep(lease).before();
    }

    // Then
    assertThat(store.givenUp).containsExactly(note);
    assertThat(left()).isEmpty();
  }

  @Test
  void shouldGiveUpOnceMoreWhatItsWorkersLeftSince() throws IOException {
    // Given
    exportDies(killed.text());
    try (Lease lease = acquire()) {
      Sweep sweep = sweep(lease);
      sweep.before();
      String late = note(killed);
      String own = note(current);

      // When
      sweep.after();

      // Then
      assertThat(store.givenUp).containsExactlyInAnyOrder(late, own);
      assertThat(left()).isEmpty();
    }
  }

  @Test
  void shouldTryAgainWithTheNextExportWhatCannotBeTidied() throws IOException {
    // Given
    String note = note(killed);
    exportDies(killed.text());
    faulty.inject(FaultyStore.Fault.DENIED, RequestKind.DELETE, note::equals, 2);

    // When
    try (Lease lease = acquire()) {
      lease.name(current.text());
      sweep(lease).before();
      sweep(lease).after();
      assertThat(left()).containsExactly(note);
    }
    try (Lease lease = acquire()) {
      sweep(lease).before();
    }

    // Then
    assertThat(left()).isEmpty();
  }

  @Test
  void shouldLookAtAllThatTheLedgerKnowsWhenALeaseNamesNoExport() throws IOException {
    // Given
    note(killed);
    exportDies("");

    // When
    try (Lease lease = acquire()) {
      sweep(lease).before();
    }

    // Then
    assertThat(left()).isEmpty();
  }

  @Test
  void shouldFindItAlsoWhenTheLeasesAreGone() throws IOException {
    // Given
    note(killed);

    // When
    try (Lease lease = acquire()) {
      sweep(lease).before();
    }

    // Then
    assertThat(left()).isEmpty();
  }

  @Test
  void shouldTouchNothingElse() throws IOException {
    // Given
    List<String> others =
        List.of(
            "root/_spillway/exports/" + killed + "/tmp-x/a",
            "root/_spillway/exports/" + killed + "/outcomes/a",
            "root/_spillway/exports/not-an-export/tmp/a",
            "root/tmp/a");
    for (String key : others) {
      store.write(key, Body.of(new byte[0]), Attributes.NONE);
    }
    exportDies(killed.text());

    // When
    try (Lease lease = acquire()) {
      sweep(lease).before();
      sweep(lease).after();
    }

    // Then
    assertThat(left()).containsExactlyInAnyOrderElementsOf(others);
    assertThat(store.givenUp).isEmpty();
  }

  private Sweep sweep(Lease lease) {
    return new Sweep(
        Prefix.of(ROOT, Location.parse("s3://lake/repo"), stores, current),
        lease,
        List.of(killed.text()));
  }

  private Lease acquire() throws IOException {
    return Lease.acquire(stores, LEDGER, "me", false, TIMING, false, notice -> {});
  }

  /** Its lease stays; released, so that nobody has to wait. */
  private void exportDies(String id) throws IOException {
    try (Lease lease = acquire()) {
      if (!id.isEmpty()) {
        lease.name(id);
      }
    }
  }

  private String note(ExportId export) throws IOException {
    String key = "root/_spillway/exports/" + export + "/tmp/upload-1";
    store.write(key, Body.of(new byte[0]), Attributes.NONE);
    return key;
  }

  private List<String> left() throws IOException {
    List<String> keys = new ArrayList<>();
    Iterator<StoredObject> listed = store.list("root/");
    listed.forEachRemaining(object -> keys.add(object.key()));
    return keys;
  }
}
