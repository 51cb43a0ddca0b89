package io.spillway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.Snapshot;
import io.spillway.outcome.Cost;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Summary;
import io.spillway.outcome.Summary.Count;
import io.spillway.outcome.Tally;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ForwardingStore;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import io.spillway.store.Traffic;
import io.spillway.store.WrittenObject;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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

  private static final OptionalLong PRESENT = OptionalLong.of(10_021);
  private static final DestinationState HOLDINGS =
      new DestinationState(
          Optional.of("c0"),
          OptionalLong.of(10_020),
          KeyGlobs.ALL,
          List.of("c9"),
          DestinationState.Origin.LEDGER,
          Optional.empty(),
          List.of("20261120T000000.000Z-00000000"),
          List.of());

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
      return key.endsWith(".json") ? " " + json(content).path("state").asText() : "";
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
    Location marker = ledger.sign(true, ENDED, copied(3), PRESENT);
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
  void shouldSignWithoutColonsWhereAFileSystemForbidsThem() throws IOException {
    // Given
    registration.close();
    registration = TestStores.register(root, new NoColons(diary));
    Ledger ledger = begin();

    // When
    Location marker = ledger.sign(true, ENDED, copied(3), PRESENT);
    ledger.close(State.SUCCEEDED);

    // Then
    String name = "EXPORT_c1_20261121T091600.000Z_SUCCESS";
    assertThat(marker).hasToString("memory://ledger-test/root/" + name);
    assertThat(Marker.parse(name)).contains(new Marker("c1", ENDED, true));
    assertThat(ledger.record().end()).isNotNull();
    assertThat(ledger.record().end().marker()).isEqualTo(name);
  }

  /** A folder on a file system that takes no colon in a name. */
  private static final class NoColons extends ForwardingStore {
    NoColons(ObjectStore inner) {
      super(inner);
    }

    @Override
    public boolean hasFolders() {
      return true;
    }

    @Override
    public boolean create(String key, byte[] content, Attributes attributes) throws IOException {
      if (key.contains(":")) {
        throw new StoreException(StoreException.Reason.REFUSED, "Invalid argument");
      }
      return super.create(key, content, attributes);
    }
  }

  @Test
  void shouldNeverSayThatAFailureIsSigning() throws IOException {
    // Given
    Ledger ledger = begin();

    // When
    ledger.sign(false, ENDED, copied(3).plus(Summary.of(Failures.of("a", "gone"))), PRESENT);
    ledger.close(State.FAILED);

    // Then
    assertThat(diary.lines)
        .containsExactly(
            "create " + RECORD + " RUNNING",
            "create " + MARKER + "FAILURE",
            "write " + RECORD + " FAILED");
  }

  @Test
  void shouldRecordWhatItCostAndReadRecordsWithoutIt() throws IOException {
    // Given
    Traffic tasks =
        Traffic.of(
            Map.of(
                Traffic.Kind.COPY,
                3L,
                Traffic.Kind.RECEIVED,
                7L,
                Traffic.Kind.COPIED,
                300L,
                Traffic.Kind.FILE_READ,
                1L,
                Traffic.Kind.FILE_WRITTEN,
                2L,
                Traffic.Kind.RETRIES,
                4L,
                Traffic.Kind.THROTTLES,
                5L));
    Traffic driver = Traffic.of(Map.of(Traffic.Kind.PUT, 9L, Traffic.Kind.SENT, 500L));
    Cost.Task task =
        new Cost.Task("copy-1", 0, 2, "z", new Tally(3, 300), Duration.ofMillis(4_100));
    Ledger ledger = begin();
    assertThat(read().cost()).isNull();

    // When
    Summary cost = Summary.of(Cost.of(task, tasks)).withDriver(driver);
    ledger.sign(true, ENDED, copied(3).plus(cost), PRESENT);
    ledger.close(State.SUCCEEDED);

    // Then
    assertThat(new String(content(RECORD), StandardCharsets.UTF_8))
        .containsIgnoringNewLines(
            """
              "cost" : {
                "tasks" : {
                  "requests" : {
                    "copy" : 3
                  },
                  "sent" : 0,
                  "received" : 7,
                  "copied" : 300,
                  "fileRead" : 1,
                  "fileWritten" : 2,
                  "retries" : 4,
                  "throttles" : 5
                },
                "driver" : {
                  "requests" : {
                    "put" : 9
                  },
                  "sent" : 500,
                  "received" : 0,
                  "copied" : 0,
                  "fileRead" : 0,
                  "fileWritten" : 0,
                  "retries" : 0,
                  "throttles" : 0
                },
                "taskCount" : 1,
                "taskMillis" : 4100,
                "slowestTask" : {
                  "step" : "copy-1",
                  "firstSlice" : 0,
                  "lastSlice" : 2,
                  "lastKey" : "z",
                  "objects" : 3,
                  "bytes" : 300,
                  "millis" : 4100
                }
              },
            """);
    assertThat(read().cost()).isEqualTo(RecordedCost.of(cost.cost()));
  }

  @Test
  void shouldRecordWhatHappened() throws IOException {
    // Given
    Summary summary =
        Summary.NONE
            .with(Count.OBJECTS, 3)
            .with(Count.BYTES, 300)
            .with(Count.SKIPPED, 4)
            .with(Count.SKIPPED_BYTES, 400)
            .with(Count.DELETED, 5)
            .with(Count.LEFTOVERS, 6);
    Ledger ledger = begin();
    ledger.beginRounds();

    // When
    ledger.sign(false, ENDED, summary.plus(Summary.of(Failures.of("größe", "is gone"))), PRESENT);
    ledger.close(State.FAILED);

    // Then
    assertThat(new String(content(RECORD), StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines(
            """
            {
              "formatVersion" : 3,
              "exportId" : "20261121T091542.118Z-5f3a9c1e",
              "state" : "FAILED",
              "what" : {
                "source" : "lakefs://example",
                "commitId" : "c1",
                "since" : "c0",
                "destination" : "memory://ledger-test/root",
                "metadata" : "strict",
                "filters" : [ ]
              },
              "run" : {
                "lease" : 7,
                "attempt" : 1,
                "startedAt" : "2026-11-21T09:15:42.118Z",
                "spillwayVersion" : "1.0"
              },
              "wrote" : true,
              "before" : {
                "base" : "c0",
                "present" : 10020,
                "filters" : [ ],
                "attempts" : [ "c9" ],
                "markers" : [ ]
              },
              "end" : {
                "endedAt" : "2026-11-21T09:16:00Z",
                "durationMillis" : 17882,
                "marker" : "EXPORT_c1_2026-11-21T09:16:00.000Z_FAILURE"
              },
              "counts" : {
                "present" : 10021,
                "objects" : 3,
                "bytes" : 300,
                "skipped" : 4,
                "skippedBytes" : 400,
                "deleted" : 5,
                "leftovers" : 6,
                "provedBySize" : 0,
                "metadataDropped" : 0,
                "metadataNotKept" : 0,
                "failed" : 1
              },
              "failures" : [ {
                "key" : "größe",
                "reason" : "is gone"
              } ],
              "exports" : [ "20261120T000000.000Z-00000000" ]
            }\
            """);
  }

  @Test
  void shouldSayNothingOfTheEndWhileItRuns() throws IOException {
    begin();

    assertThat(json(content(RECORD)).fieldNames())
        .toIterable()
        .contains("state", "run")
        .doesNotContain("end");
  }

  @Test
  void shouldSayThatItWritesBeforeItDoes() throws IOException {
    // Given
    Ledger ledger = begin();
    assertThat(json(content(RECORD)).get("wrote").asBoolean()).isFalse();

    // When
    ledger.beginRounds();
    ledger.beginRounds();

    // Then
    assertThat(json(content(RECORD)).get("wrote").asBoolean()).isTrue();
    assertThat(diary.lines)
        .containsExactly("create " + RECORD + " RUNNING", "write " + RECORD + " RUNNING");
  }

  @Test
  void shouldRewriteTheRecordOfAResumedExport() throws IOException {
    // Given
    Ledger failed = begin();
    failed.beginRounds();
    failed.sign(false, ENDED, Summary.of(Failures.of("a", "gone")), PRESENT);
    failed.close(State.FAILED);
    String earlier = "root/_spillway/exports/20261120T000000.000Z-00000000/export.json";
    diary.create(earlier, new byte[0], Attributes.NONE);
    DestinationState holdings =
        Records.read(stores, root, "lakefs://example", List.of(Records.lease(7, ID.text(), true)));
    Instant later = ENDED.plusSeconds(60);

    // When
    Ledger resumed =
        Ledger.begin(
            stores,
            root.resolve("_spillway"),
            root,
            holdings.unfinished().orElseThrow().again(8, later, "1.1", holdings));

    // Then
    ExportRecord record = resumed.record();
    assertThat(RecordFile.read(diary, root.resolve("_spillway"), ID.text())).contains(record);
    assertThat(record.run()).isEqualTo(new ExportRecord.Run(8, 2, later.toString(), "1.1"));
    assertThat(record.state()).isEqualTo(State.RUNNING);
    assertThat(record.wrote()).isTrue();
    assertThat(record.end()).isNull();
    assertThat(record.failures()).isEmpty();
    assertThat(record.what()).isEqualTo(failed.record().what());
    assertThat(record.before().base()).isEqualTo("c0");
    assertThat(record.before().attempts()).containsExactly("c9");
    assertThat(record.before().markers())
        .containsExactly("EXPORT_c1_2026-11-21T09:16:00.000Z_FAILURE");
    assertThat(record.exports()).containsExactly("20261120T000000.000Z-00000000");
  }

  @Test
  void shouldNotTakeAMarkerThatIsThereForItsOwn() throws IOException {
    // Given
    Ledger ledger = begin();
    diary.inner().create(MARKER + "SUCCESS", new byte[] {'x'}, Attributes.NONE);

    // When, then
    assertThatThrownBy(() -> ledger.sign(true, ENDED, copied(3), PRESENT))
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
    Ledger ledger = Ledger.begin(stores, elsewhere, root, record());
    ledger.sign(true, ENDED, copied(1), PRESENT);

    // Then
    assertThat(diary.lines)
        .containsExactly(
            "create records/exports/" + ID + "/export.json RUNNING",
            "write records/exports/" + ID + "/export.json SIGNING",
            "create " + MARKER + "SUCCESS");
  }

  private Ledger begin() throws IOException {
    return Ledger.begin(stores, root.resolve("_spillway"), root, record());
  }

  private ExportRecord record() {
    return ExportRecord.first(
        ID, ExportRecord.What.of(SNAPSHOT, Optional.of("c0"), root, "strict"), 7, "1.0", HOLDINGS);
  }

  private static Summary copied(long objects) {
    return Summary.NONE.with(Count.OBJECTS, objects).with(Count.BYTES, 100 * objects);
  }

  private ExportRecord read() throws IOException {
    return RecordFile.read(diary, root.resolve("_spillway"), ID.text()).orElseThrow();
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
