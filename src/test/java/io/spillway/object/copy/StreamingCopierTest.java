package io.spillway.object.copy;

import static io.spillway.store.FaultyStore.Fault.BROKEN_OFF;
import static io.spillway.store.FaultyStore.Fault.DENIED;
import static io.spillway.store.FaultyStore.Fault.FLIPPED_BIT;
import static io.spillway.store.FaultyStore.Fault.TRUNCATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.object.Entry;
import io.spillway.outcome.Outcome;
import io.spillway.outcome.Proof;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.FaultyStore;
import io.spillway.store.ForwardingStore;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.RequestKind;
import io.spillway.store.TestStores;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Objects that pass through the worker, broken reads and damaged bytes included. */
class StreamingCopierTest extends CopierStores {
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
}
