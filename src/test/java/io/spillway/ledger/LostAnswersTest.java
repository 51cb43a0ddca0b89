package io.spillway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.outcome.Summary;
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
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LostAnswersTest {
  private static final Location ROOT = Location.parse("memory://ledger-out/root");
  private static final Instant TIME = Instant.parse("2026-11-21T09:15:42.118Z");

  private final MemoryStore memory = new MemoryStore("ledger-out");
  private final FaultyStore faulty = new FaultyStore(memory);
  private final Stores stores = new Stores(Settings.of(Map.of()));
  private TestStores.Registration registration;

  @BeforeEach
  void register() {
    registration = TestStores.register(ROOT, faulty);
  }

  @AfterEach
  void unregister() {
    registration.close();
  }

  @Test
  void shouldSignAlsoWhenEveryAnswerIsLost() throws IOException {
    // Given
    faulty.inject(FaultyStore.Fault.LOST_ANSWER, RequestKind.CREATE, key -> true);
    faulty.inject(FaultyStore.Fault.LOST_ANSWER, RequestKind.WRITE, key -> true);

    // When
    Ledger ledger = Records.begin(stores, ROOT, Records.first("c1", TIME));
    ledger.beginRounds();
    Location marker = ledger.sign(true, TIME, Summary.NONE, OptionalLong.empty());
    ledger.close(State.SUCCEEDED);

    // Then
    assertThat(faulty.fired()).isEqualTo(5);
    assertThat(read(marker.path())).contains("state: SUCCESS");
    assertThat(read("root/_spillway/exports/" + Records.id(TIME) + "/export.json"))
        .contains("\"SUCCEEDED\"");
  }

  @Test
  void shouldNotSignWhenTheMarkerDidNotGetThere() throws IOException {
    // Given
    Ledger ledger = Records.begin(stores, ROOT, Records.first("c1", TIME));
    faulty.inject(FaultyStore.Fault.LOST_REQUEST, RequestKind.CREATE, key -> true);

    // When / Then
    assertThatThrownBy(() -> ledger.sign(true, TIME, Summary.NONE, OptionalLong.empty()))
        .isInstanceOf(StoreException.class);
    assertThat(memory.list("root/EXPORT_").hasNext()).isFalse();
  }

  @Test
  void shouldWriteNothingOfTheDataWhenItsBeginIsNotRecorded() throws IOException {
    // Given
    Ledger ledger = Records.begin(stores, ROOT, Records.first("c1", TIME));
    faulty.inject(FaultyStore.Fault.LOST_REQUEST, RequestKind.WRITE, key -> true, 1);

    // When / Then
    assertThatThrownBy(ledger::beginRounds).isInstanceOf(StoreException.class);
    ledger.close(State.FAILED);
    assertThat(read("root/_spillway/exports/" + Records.id(TIME) + "/export.json"))
        .contains("\"wrote\" : false");
  }

  private String read(String key) throws IOException {
    try (OpenObject open = memory.open(key, 0)) {
      return new String(open.stream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
