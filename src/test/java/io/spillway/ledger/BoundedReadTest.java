package io.spillway.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.ledger.lease.HeartbeatFile;
import io.spillway.ledger.lease.LeaseFiles;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Summary;
import io.spillway.outcome.WrittenFile;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import io.spillway.store.memory.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files at the destination that are larger than Spillway writes them. */
class BoundedReadTest {
  private static final Location ROOT = Location.parse("memory://bounded-read/root");
  private static final Location LEDGER = ROOT.resolve("_spillway");
  private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");
  private static final int MIB = 1 << 20;

  private final MemoryStore store = new MemoryStore("bounded-read");
  private final Stores stores = new Stores(Settings.of(Map.of()));
  private final TestStores.Registration registration = TestStores.register(ROOT, store);

  @AfterEach
  void unregister() {
    registration.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\n", "x", "{"})
  void shouldRefuseOutcomesThatUnpackToTooMuch(String filling) throws IOException {
    // Given: a few KiB when it is packed
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      byte[] mebibyte = filling.repeat(MIB).getBytes(UTF_8);
      for (int i = 0; i < 200; i++) {
        out.write(mebibyte);
      }
    }

    // When, Then
    assertThatThrownBy(() -> OutcomeText.decode(new ByteArrayInputStream(packed.toByteArray())))
        .isInstanceOf(IOException.class);
  }

  @Test
  void shouldTakeALargeBeatForADamagedOne() throws IOException {
    // Given: it would say that the lease is free
    put("lease/00000001.beat", " ".repeat(MIB) + "{\"beats\":1,\"released\":true}");

    // When
    HeartbeatFile.Seen seen = new LeaseFiles(stores, LEDGER).beat(1);

    // Then
    assertThat(seen.released()).isFalse();
    assertThat(seen.raw().orElseThrow().length()).isEqualTo(BoundedRead.SMALL_BYTES);
  }

  @Test
  void shouldRefuseALongLineOfAListOfFiles() throws IOException {
    // Given
    String id = Records.id(TEN).text();
    try (FileList.Writer files = FileList.write(stores, LEDGER, id)) {
      files.add(new WrittenFile(0, 0, "a", 1, 2, "t", List.of(1L), "", ""));
      files.finish();
    }
    String line = read("exports/" + id + "/files.jsonl");
    put("exports/" + id + "/files.jsonl", line + " ".repeat(2 * MIB) + line);

    // When, Then
    assertThatThrownBy(
            () -> {
              try (FileList.Reader read = FileList.read(stores, LEDGER, id)) {
                assertThat(read.next().file()).isEqualTo("a");
              }
            })
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("Line 2 of " + LEDGER)
        .hasMessageContaining("is longer than Spillway ever writes it");
  }

  @Test
  void shouldNeverWriteARecordThatItWouldNotRead() throws IOException {
    // Given: keys that JSON makes six times as long
    String key = "\u0001".repeat(1_000);
    Failures many =
        new Failures(
            Failures.MAX_KEPT, Collections.nCopies(Failures.MAX_KEPT, new Failure(key, key)));
    Ledger ledger = Records.begin(stores, ROOT, Records.first("c1", TEN));

    // When
    ledger.sign(false, TEN.plusSeconds(1), Summary.of(many), OptionalLong.empty());
    ledger.close(State.FAILED);

    // Then
    ExportRecord read = RecordFile.read(store, LEDGER, ledger.record().exportId()).orElseThrow();
    assertThat(read.counts().failed()).isEqualTo(Failures.MAX_KEPT);
    assertThat(read.failures()).hasSizeBetween(1_000, Failures.MAX_KEPT - 1);
  }

  @Test
  void shouldLeaveOutTheRequestOfARecordThatWouldBeTooLarge() throws IOException {
    // Given
    ExportRecord record = Records.begin(stores, ROOT, Records.first("c1", TEN)).record();
    RecordedRequest small =
        new RecordedRequest("lakefs://r", "s3://b", Map.of("filters", List.of("+a")), "code");
    RecordedRequest large =
        new RecordedRequest(
            "lakefs://r",
            "s3://b",
            Map.of("filters", List.of("x".repeat(BoundedRead.RECORD_BYTES))),
            "code");

    // Then
    assertThat(reread(record.requestedBy(Optional.of(small))).request()).isEqualTo(small);
    assertThat(reread(record.requestedBy(Optional.of(large))).request()).isNull();
  }

  /** A later version may add fields; this one passes over them, as earlier ones do. */
  private ExportRecord reread(ExportRecord record) throws IOException {
    String json = new String(RecordFile.json(record), UTF_8);
    String file = RecordFile.file(LEDGER, record.exportId()).path();
    store.delete(file);
    store.create(file, json.replaceFirst("\\{", "{\"later\":1,").getBytes(UTF_8), Attributes.NONE);
    return RecordFile.read(store, LEDGER, record.exportId()).orElseThrow();
  }

  private String read(String name) throws IOException {
    try (var open = store.open(LEDGER.resolve(name).path(), 0)) {
      return new String(open.stream().readAllBytes(), UTF_8);
    }
  }

  private void put(String name, String content) throws IOException {
    store.write(LEDGER.resolve(name).path(), Body.of(content.getBytes(UTF_8)), Attributes.NONE);
  }
}
