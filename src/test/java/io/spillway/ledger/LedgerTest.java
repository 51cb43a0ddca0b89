package io.spillway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.Location;
import io.spillway.Settings;
import io.spillway.plan.Failures;
import io.spillway.plan.Summary;
import io.spillway.plan.Tally;
import io.spillway.source.Snapshot;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ForwardingStore;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import io.spillway.store.WrittenObject;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Instant STARTED = Instant.parse("2026-11-21T09:15:42.118Z");
  private static final Instant ENDED = Instant.parse("2026-11-21T09:16:00.000Z");
  private static final ExportId ID = new ExportId("20261121T091542.118Z-5f3a9c1e", STARTED);
  private static final Snapshot SNAPSHOT = new Snapshot("lakefs://example", "c1");
  private static final String RECORD = "root/_spillway/exports/" + ID + "/export.json";
  private static final String MARKER = "root/EXPORT_c1_2026-11-21T09:16:00.000Z_";

  private final Stores stores = new Stores(Settings.of(Map.of()));
  private final Location root = Location.parse("memory://ledger-test/root");
  private final Diary diary = new Diary(new MemoryStore("ledger-test"));
  private TestStores.Registration registration;

  /** Notes each write, and the state that a record has in it. */
  private static final class Diary extends ForwardingStore {
    private final List<String> lines = new ArrayList<>();

    Diary(ObjectStore inner) {
      super(inner);
    }

    @Override
    public boolean create(String key, byte[] content, Attributes attributes) throws IOException {
      boolean created = super.create(key, content, attributes);
      lines.add((created ? "create " : "refuse ") + key + state(key, content));
      return created;
    }

    @Override
    public WrittenObject write(String key, Body body, Attributes attributes) throws IOException {
      try (InputStream content = body.open()) {
        lines.add("write " + key + state(key, content.readAllBytes()));
      }
      return super.write(key, body, attributes);
    }

    private static String state(String key, byte[] content) throws IOException {
      return key.endsWith(".json") ? " " + json(content).get("state").asText() : "";
    }
  }

  @BeforeEach
  void register() {
    registration = TestStores.register(root, diary);
  }

  @AfterEach
  void unregister() {
    registration.close();
  }

  @Test
  void shouldSignBetweenSigningAndSucceeded() throws IOException {
    // Given
    Ledger ledger = begin();

    // When
    Location marker = ledger.sign(true, ENDED, copied(3));
    ledger.close(State.SUCCEEDED);

    // Then
    assertThat(diary.lines)
        .containsExactly(
            "create " + RECORD + " RUNNING",
            "write " + RECORD + " SIGNING",
            "create " + MARKER + "SUCCESS",
            "write " + RECORD + " SUCCEEDED");
    assertThat(marker).hasToString("memory://ledger-test/" + MARKER + "SUCCESS");
  }

  @Test
  void shouldNeverSayThatAFailureIsSigning() throws IOException {
    // Given
    Ledger ledger = begin();

    // When
    ledger.sign(false, ENDED, copied(3).plus(Summary.of(Failures.of("a", "gone"))));
    ledger.close(State.FAILED);

    // Then
    assertThat(diary.lines)
        .containsExactly(
            "create " + RECORD + " RUNNING",
            "create " + MARKER + "FAILURE",
            "write " + RECORD + " FAILED");
  }

  @Test
  void shouldRecordWhatHappened() throws IOException {
    // Given
    Ledger ledger = begin();

    // When
    ledger.sign(false, ENDED, copied(3).plus(Summary.of(Failures.of("größe", "is gone"))));
    ledger.close(State.FAILED);

    // Then
    JsonNode record = json(content(RECORD));
    assertThat(record.get("formatVersion").asInt()).isEqualTo(1);
    assertThat(record.get("exportId").asText()).isEqualTo(ID.text());
    assertThat(record.get("source").asText()).isEqualTo("lakefs://example");
    assertThat(record.get("commitId").asText()).isEqualTo("c1");
    assertThat(record.get("destination").asText()).isEqualTo(root.toString());
    assertThat(record.get("startedAt").asText()).isEqualTo("2026-11-21T09:15:42.118Z");
    assertThat(record.get("durationMillis").asLong()).isEqualTo(17_882);
    assertThat(record.get("objects").asLong()).isEqualTo(3);
    assertThat(record.get("bytes").asLong()).isEqualTo(300);
    assertThat(record.get("failed").asLong()).isEqualTo(1);
    assertThat(record.get("failures").get(0).get("key").asText()).isEqualTo("größe");
    assertThat("root/" + record.get("marker").asText()).isEqualTo(MARKER + "FAILURE");
  }

  @Test
  void shouldSayNothingOfTheEndWhileItRuns() throws IOException {
    begin();

    assertThat(json(content(RECORD)).fieldNames())
        .toIterable()
        .contains("state", "startedAt")
        .doesNotContain("endedAt", "durationMillis", "marker");
  }

  @Test
  void shouldNotTakeAMarkerThatIsThereForItsOwn() throws IOException {
    // Given
    Ledger ledger = begin();
    diary.inner().create(MARKER + "SUCCESS", new byte[] {'x'}, Attributes.NONE);

    // When, then
    assertThatThrownBy(() -> ledger.sign(true, ENDED, copied(3)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("there is one already");
    assertThat(content(MARKER + "SUCCESS")).containsExactly('x');
  }

  @Test
  void shouldNotBeginWithAnIdThatIsTaken() throws IOException {
    begin();

    assertThatThrownBy(this::begin).hasMessageContaining(ID.text());
  }

  @Test
  void shouldKeepRecordsElsewhereAndTheMarkerAtTheRoot() throws IOException {
    // Given
    Location elsewhere = Location.parse("memory://ledger-test/records");

    // When
    Ledger ledger = Ledger.begin(stores, elsewhere, root, ID, SNAPSHOT, "1.0");
    ledger.sign(true, ENDED, copied(1));

    // Then
    assertThat(diary.lines)
        .containsExactly(
            "create records/exports/" + ID + "/export.json RUNNING",
            "write records/exports/" + ID + "/export.json SIGNING",
            "create " + MARKER + "SUCCESS");
  }

  private Ledger begin() throws IOException {
    return Ledger.begin(stores, root.resolve("_spillway"), root, ID, SNAPSHOT, "1.0");
  }

  private static Summary copied(long objects) {
    return new Summary(new Tally(objects, 100 * objects), Tally.NONE, 0, 0, 0, 0, 0, Failures.NONE);
  }

  private byte[] content(String key) throws IOException {
    try (OpenObject open = diary.open(key, 0)) {
      return open.stream().readAllBytes();
    }
  }

  private static JsonNode json(byte[] content) throws IOException {
    return new ObjectMapper().readTree(new String(content, StandardCharsets.UTF_8));
  }
}
