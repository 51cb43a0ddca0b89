package io.spillway.object.copy;

import static io.spillway.store.FaultyStore.Fault.BROKEN_OFF;
import static io.spillway.store.FaultyStore.Fault.DENIED;
import static io.spillway.store.FaultyStore.Fault.FLIPPED_BIT;
import static io.spillway.store.FaultyStore.Fault.LOST_ANSWER;
import static io.spillway.store.FaultyStore.Fault.LOST_REQUEST;
import static io.spillway.store.FaultyStore.Fault.SLOW_DOWN;
import static io.spillway.store.FaultyStore.Fault.TRUNCATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.destination.Prefix;
import io.spillway.ledger.ExportId;
import io.spillway.object.Entry;
import io.spillway.object.ReadMode;
import io.spillway.outcome.Outcome;
import io.spillway.outcome.Proof;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.Digests;
import io.spillway.store.FaultyStore;
import io.spillway.store.ForwardingStore;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.RequestKind;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import io.spillway.store.TrackingStore;
import io.spillway.store.WrittenObject;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CopierTest {
  private static final Map<String, String> OWNER = Map.of("owner", "team-a");
  private static final Location LAKE = Location.parse("memory://copier-lake/repo");
  private static final Location ROOT = Location.parse("memory://copier-out/root");

  private FaultyStore lake;
  private FaultyStore out;
  private FaultyStore throughServer;
  private TrackingStore lakeRequests;
  private TrackingStore outRequests;
  private MemoryStore lakeMemory;
  private MemoryStore outMemory;
  private List<TestStores.Registration> registrations;

  @BeforeEach
  void makeStores() {
    lakeMemory = new MemoryStore("copier-lake");
    outMemory = new MemoryStore("copier-out");
    lake = new FaultyStore(lakeMemory);
    out = new FaultyStore(outMemory);
    throughServer = new FaultyStore(lakeMemory);
    lakeRequests = new TrackingStore(lake);
    outRequests = new TrackingStore(out);
    registrations =
        List.of(TestStores.register(LAKE, lakeRequests), TestStores.register(ROOT, outRequests));
  }

  @AfterEach
  void removeStores() {
    registrations.forEach(TestStores.Registration::close);
  }

  @Test
  void shouldCopyInsideTheStoreWithOneRequest() throws IOException {
    // Given
    Entry entry = put("a", "content");

    // When
    Outcome outcome = copier().copy(entry);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Copied(7, Proof.CHECKSUM, List.of()));
    assertThat(arrived("a")).isEqualTo("content");
    assertThat(outMemory.stat("root/a").orElseThrow().attributes())
        .isEqualTo(new Attributes("text/plain", OWNER));
    assertThat(outRequests.requests()).hasSize(1);
    assertThat(lakeRequests.requests()).isEmpty();
  }

  @Test
  void shouldEndRightWhenTheAnswerToACommittedCopyIsLost() throws IOException {
    // Given
    Entry entry = put("a", "content");
    out.inject(LOST_ANSWER, RequestKind.COPY, key -> true);

    // When
    Outcome outcome = copier().copy(entry);

    // Then
    assertThat(out.fired()).isEqualTo(1);
    assertThat(outcome).isInstanceOf(Outcome.Copied.class);
    assertThat(arrived("a")).isEqualTo("content");
  }

  @Test
  void shouldEndRightWhenTheAnswerToACommittedWriteIsLost() throws IOException {
    // Given
    Entry entry = put("a", "content");
    stream();
    out.inject(LOST_ANSWER, RequestKind.WRITE, key -> true);

    // When
    Outcome outcome = copier().copy(entry);

    // Then
    assertThat(out.fired()).as("the denied copy and the lost answer").isEqualTo(2);
    assertThat(outcome).isEqualTo(new Outcome.Copied(7, Proof.CHECKSUM, List.of()));
    assertThat(arrived("a")).isEqualTo("content");
  }

  @Test
  void shouldNotTakeWhatWasThereBeforeForALostWrite() throws IOException {
    // Given: the same bytes, but without the metadata
    Entry entry = put("a", "content");
    outMemory.write("root/a", body("content"), Attributes.ofType("text/plain"));
    out.inject(LOST_REQUEST, RequestKind.COPY, key -> true);

    // When
    Outcome outcome = copier().copy(entry);

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void shouldNameAKeyThatTheStoreRefuses() {
    // Given
    Entry entry = put("a", "content");
    out.refuse("root/a");

    // When
    Outcome outcome = copier().copy(entry);

    // Then
    assertThat(((Outcome.Failed) outcome).key()).isEqualTo("a");
    assertThat(((Outcome.Failed) outcome).reason()).contains("503");
  }

  @Test
  void shouldStreamWhenTheCopyIsDeniedAndRememberItForTheBucket() throws IOException {
    // Given
    Entry first = put("a", "content");
    Entry second = put("b", "more content");
    out.inject(DENIED, RequestKind.COPY, key -> true);
    Copier copier = copier();

    // When
    Outcome one = copier.copy(first);
    Outcome two = copier.copy(second);

    // Then
    assertThat(one).isEqualTo(new Outcome.Copied(7, Proof.CHECKSUM, List.of()));
    assertThat(two).isEqualTo(new Outcome.Copied(12, Proof.CHECKSUM, List.of()));
    assertThat(outRequests.count(RequestKind.COPY)).as("tried once").isEqualTo(1);
    assertThat(arrived("b")).isEqualTo("more content");
  }

  @Test
  void shouldKeepCopyingInsideTheStoreWhenASingleKeyIsDenied() throws IOException {
    // Given
    Entry first = put("a", "content");
    Entry denied = put("denied", "content");
    Entry last = put("z", "content");
    out.inject(DENIED, RequestKind.COPY, key -> key.endsWith("denied"));
    Copier copier = copier();

    // When
    copier.copy(first);
    Outcome outcome = copier.copy(denied);
    copier.copy(last);

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Copied.class);
    assertThat(arrived("denied")).isEqualTo("content");
    assertThat(outRequests.keys(RequestKind.COPY))
        .containsExactly("root/a", "root/denied", "root/z");
    assertThat(outRequests.keys(RequestKind.WRITE)).containsExactly("root/denied");
  }

  @Test
  void shouldReadThroughTheServerWhenTheStorageIsDenied() throws IOException {
    // Given
    Entry entry = put("a", "content");
    stream();
    lake.inject(DENIED, RequestKind.OPEN, key -> true);

    // When
    Outcome outcome = copier().copy(entry);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Copied(7, Proof.CHECKSUM, List.of()));
    assertThat(arrived("a")).isEqualTo("content");
  }

  @Test
  void shouldPublishNothingThatWasDamagedOnTheWay() throws IOException {
    // Given
    Entry entry = put("a", "content that is long enough to have a middle");
    stream();
    for (FaultyStore.Fault fault : List.of(FLIPPED_BIT, TRUNCATED, BROKEN_OFF)) {
      lake.heal();
      lake.inject(fault, RequestKind.OPEN, key -> true);

      // When
      Outcome outcome = copier().copy(entry);

      // Then
      assertThat(lake.fired()).as(fault.name()).isPositive();
      assertThat(outcome).as(fault.name()).isInstanceOf(Outcome.Failed.class);
      assertThat(outMemory.stat("root/a")).as(fault.name()).isEmpty();
    }
  }

  @Test
  void shouldGoOnWithAReadThatBroke() throws IOException {
    // Given: once on each way
    Entry entry = put("a", "content that is long enough to have a middle");
    stream();
    for (String way : List.of("from the store", "through the server")) {
      if (way.equals("through the server")) {
        lake.heal();
        lake.inject(DENIED, RequestKind.OPEN, key -> true, 1);
        throughServer.inject(BROKEN_OFF, RequestKind.OPEN, key -> true, 1);
      } else {
        lake.inject(BROKEN_OFF, RequestKind.OPEN, key -> true, 1);
      }
      outMemory.delete("root/a");

      // When
      Outcome outcome = copier().copy(entry);

      // Then
      assertThat(lake.fired()).as(way).isEqualTo(1);
      assertThat(outcome)
          .as(way)
          .isEqualTo(new Outcome.Copied(entry.size(), Proof.CHECKSUM, List.of()));
      assertThat(arrived("a")).isEqualTo("content that is long enough to have a middle");
    }
    assertThat(throughServer.fired()).isEqualTo(1);
  }

  @Test
  void shouldNotTakeWhatWasThereBeforeForACopyThatNothingAcknowledges() throws IOException {
    // Given: the answer to a copy has no tag, and an older object has the same size
    Entry entry = put("a", "content");
    outMemory.write("root/a", body("CONTENT"), new Attributes("text/plain", OWNER));
    registrations.get(1).close();
    ForwardingStore silent =
        new ForwardingStore(out) {
          @Override
          public WrittenObject copy(
              ObjectStore source,
              String sourceKey,
              String ifMatch,
              long size,
              String key,
              Attributes attributes) {
            return new WrittenObject(-1, "", false);
          }
        };
    registrations = List.of(registrations.get(0), TestStores.register(ROOT, silent));

    // When
    Outcome before = copier().copy(entry);
    outMemory.write("root/a", body("content"), new Attributes("text/plain", OWNER));
    Outcome after = copier().copy(entry);

    // Then
    assertThat(before).isInstanceOf(Outcome.Failed.class);
    assertThat(after).isEqualTo(new Outcome.Copied(7, Proof.CHECKSUM, List.of()));
  }

  @Test
  void shouldNotGoOnWithAnotherObject() throws IOException {
    // Given
    Entry entry = put("a", "content that is long enough to have a middle");
    stream();
    lake.inject(BROKEN_OFF, RequestKind.OPEN, key -> true, 1);
    registrations.get(0).close();
    ForwardingStore changing =
        new ForwardingStore(lake) {
          @Override
          public OpenObject open(String key, long offset) throws IOException {
            OpenObject opened = super.open(key, offset);
            lakeMemory.write(
                key, body("another that is long enough to have a middle"), Attributes.NONE);
            return opened;
          }
        };
    registrations = List.of(TestStores.register(LAKE, changing), registrations.get(1));

    // When
    Outcome outcome = copier().copy(entry);

    // Then
    assertThat(lake.fired()).isEqualTo(1);
    assertThat(((Outcome.Failed) outcome).reason()).contains("its tag is no longer");
    assertThat(outMemory.stat("root/a")).isEmpty();
  }

  @Test
  void shouldTakeATagInUpperCaseForTheSame() throws IOException {
    // Given: S3 itself writes tags in lower case, and takes them as they stand
    Entry written = put("a", "content");
    Entry entry = withChecksum(written, written.checksum().toUpperCase(Locale.ROOT));

    // When
    Outcome inside = copier().copy(entry);
    int read = lakeRequests.count(RequestKind.OPEN);
    stream();
    Outcome streamed = copier().copy(entry);

    // Then
    assertThat(List.of(inside, streamed))
        .containsOnly(new Outcome.Copied(7, Proof.CHECKSUM, List.of()));
    assertThat(read).as("the content need not be read to know").isZero();
  }

  @Test
  void shouldTellTheStoreTheMd5ThatTheSourceConfirms() throws IOException {
    // Given
    Entry entry = put("a", "content");
    Entry unconfirmed = withChecksum(put("b", "content"), "0x8DC2A5B7F1E0D42");
    List<Optional<String>> told = new ArrayList<>();
    registrations.get(1).close();
    ForwardingStore listening =
        new ForwardingStore(out) {
          @Override
          public boolean reaches(ObjectStore source) {
            return false;
          }

          @Override
          public WrittenObject write(String key, Body body, Attributes attributes)
              throws IOException {
            told.add(body.md5());
            return super.write(key, body, attributes);
          }
        };
    registrations = List.of(registrations.get(0), TestStores.register(ROOT, listening));

    // When
    copier().copy(entry);
    copier().copy(unconfirmed);

    // Then
    assertThat(told).containsExactly(Optional.of(entry.checksum()), Optional.empty());
    assertThat(arrived("a")).isEqualTo(arrived("b"));
  }

  @Test
  void shouldOpenTheSourceAgainForAStoreThatBeginsAnew() throws IOException {
    // Given
    Entry entry = put("a", "content");
    registrations.get(1).close();
    ForwardingStore twice =
        new ForwardingStore(out) {
          @Override
          public boolean reaches(ObjectStore source) {
            return false;
          }

          @Override
          public WrittenObject write(String key, Body body, Attributes attributes)
              throws IOException {
            try (InputStream half = body.open()) {
              assertThat(half.readNBytes(3)).hasSize(3);
            }
            return super.write(key, body, attributes);
          }
        };
    registrations = List.of(registrations.get(0), TestStores.register(ROOT, twice));

    // When
    Outcome outcome = copier().copy(entry);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Copied(7, Proof.CHECKSUM, List.of()));
    assertThat(lakeRequests.count(RequestKind.OPEN)).isEqualTo(2);
    assertThat(arrived("a")).isEqualTo("content");
  }

  @Test
  void shouldNotCallAMismatchDamageWhereTheChecksumIsNoMd5() throws IOException {
    // Given: the server repeats the checksum as the tag, whatever it is of
    Entry uploaded = put("a", "content");
    Entry ofParts = withChecksum(uploaded, "0512cff0000000000000000000000000");
    stream();
    lake.inject(DENIED, RequestKind.OPEN, key -> true);

    // When
    Outcome outcome = copier().copy(ofParts);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Copied(7, Proof.SIZE, List.of()));
  }

  @Test
  void shouldFailWhenTheContentIsAnotherThanTheCommits() throws IOException {
    // Given
    Entry entry = put("a", "content");
    lakeMemory.write("repo/data/a", body("CONTENT"), Attributes.NONE);

    // When
    Outcome outcome = copier().copy(entry);

    // Then
    assertThat(((Outcome.Failed) outcome).reason()).contains("changed since the commit");
    assertThat(outMemory.stat("root/a")).isEmpty();
  }

  @Test
  void shouldTellASlowServerFromADeniedOne() throws IOException {
    // Given
    Entry entry = put("a", "content");
    out.inject(SLOW_DOWN, RequestKind.COPY, key -> true);

    // When
    Outcome outcome = copier().copy(entry);

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outRequests.count(RequestKind.WRITE)).as("no other way is tried").isZero();
  }

  @Test
  void shouldCopyAnEmptyObjectInEveryWay() throws IOException {
    // Given
    Entry empty = put("empty", "");

    // When
    Outcome inside = copier().copy(empty);
    stream();
    Outcome streamed = copier().copy(empty);

    // Then
    assertThat(List.of(inside, streamed))
        .containsOnly(new Outcome.Copied(0, Proof.CHECKSUM, List.of()));
  }

  @Test
  void shouldReadInNoOtherWayThanIsAllowed() throws IOException {
    // Given
    Entry entry = put("a", "content");

    // When
    Outcome through = copier(ReadMode.LAKEFS).copy(entry);
    boolean touched = !lakeRequests.requests().isEmpty();
    lake.inject(DENIED, RequestKind.OPEN, key -> true);
    stream();
    Copier ours = copier(ReadMode.STORAGE);
    Outcome denied = ours.copy(entry);
    Outcome linked = copier(ReadMode.PRESIGNED).copy(entry);

    // Then
    assertThat(through).isEqualTo(new Outcome.Copied(7, Proof.CHECKSUM, List.of()));
    assertThat(touched).isFalse();
    assertThat(denied).isInstanceOf(Outcome.Failed.class);
    assertThat(ours.remarks()).isEmpty();
    assertThat(((Outcome.Failed) linked).reason()).contains("--read=presigned");
  }

  @Test
  void shouldRemarkOnceOnWhatItChose() throws IOException {
    // Given
    Entry one = put("a", "content");
    Entry two = put("b", "content, too");
    lake.inject(DENIED, RequestKind.OPEN, key -> true);
    stream();
    Copier copier = copier();

    // When
    copier.inTask(2, true).copy(one);
    copier.inTask(2, true).copy(two);

    // Then
    assertThat(copier.remarks())
        .containsOnlyKeys("objects from memory://copier-lake/ go through the workers and lakeFS");
  }

  private Entry put(String key, String content) {
    try {
      lakeMemory.write("repo/data/" + key, body(content), Attributes.NONE);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return MemorySource.entry(key, bytes.length, Digests.md5Hex(bytes), OWNER);
  }

  private static Entry withChecksum(Entry entry, String checksum) {
    return MemorySource.entry(entry.path(), entry.size(), checksum, entry.metadata());
  }

  /** From now on the destination reaches no other store. */
  private void stream() {
    out.inject(DENIED, RequestKind.COPY, key -> true);
  }

  private String arrived(String key) throws IOException {
    try (OpenObject open = outMemory.open("root/" + key, 0)) {
      return new String(open.stream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Copier copier() {
    return copier(ReadMode.AUTO);
  }

  private Copier copier(ReadMode mode) {
    Stores stores = new Stores(Settings.of(Map.of()));
    ExportId id = ExportId.next(Clock.systemUTC(), RandomGenerator.getDefault());
    Prefix prefix = Prefix.of(ROOT, new Location("nowhere", "x", ""), stores, id);
    return new Copier(
        new MemorySource(throughServer, LAKE), stores, prefix, MetadataPolicy.STRICT, mode);
  }

  private static Body body(String content) {
    return Body.of(content.getBytes(StandardCharsets.UTF_8));
  }
}
