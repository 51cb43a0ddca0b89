package io.spillway.rows.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.store.Attributes;
import io.spillway.store.RequestKind;
import io.spillway.store.StoreException;
import io.spillway.store.TrackingStore;
import io.spillway.store.memory.MemoryStore;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObjectStreamTest {
  private static final int SIZE = 2_000_000;

  private final TrackingStore store = new TrackingStore(new MemoryStore("stream"));
  private final byte[] content = new byte[SIZE];

  @BeforeEach
  void write() throws IOException {
    new Random(4).nextBytes(content);
    store.create("file", content, Attributes.NONE);
  }

  @Test
  void shouldReadFromAnyPosition() throws IOException {
    // Given
    Random random = new Random(9);

    // Then
    try (ObjectStream stream = stream(SIZE)) {
      for (int trial = 0; trial < 300; trial++) {
        int from = random.nextInt(SIZE + 1);
        byte[] wanted = Arrays.copyOfRange(content, from, Math.min(SIZE, from + 100_000));
        stream.seek(from);
        assertThat(stream.readNBytes(wanted.length)).isEqualTo(wanted);
        assertThat(stream.position()).isEqualTo(from + wanted.length);
      }
      stream.seek(SIZE);
      assertThat(stream.read()).isEqualTo(-1);
    }
  }

  @Test
  void shouldAskOnceForWhatIsReadInOrderAndOnceForTheEnd() throws IOException {
    try (ObjectStream stream = stream(SIZE)) {
      // When
      stream.seek(SIZE - 8);
      stream.readNBytes(8);
      stream.seek(SIZE - 20_000);
      stream.readNBytes(1_000);
      for (int from = 4; from < SIZE - 100_000; from += 3_000) {
        stream.seek(from);
        stream.readNBytes(2_500);
      }

      // Then
      assertThat(store.count(RequestKind.OPEN)).isEqualTo(2);
    }
  }

  @Test
  void shouldNotReadTwoObjectsAsOne() throws IOException {
    try (ObjectStream stream = stream(SIZE)) {
      // Given
      stream.readNBytes(10);

      // When
      store.delete("file");
      store.create("file", new byte[SIZE], Attributes.NONE);
      stream.seek(1_000_000);

      // Then
      assertThatThrownBy(stream::read)
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.CHANGED));
    }
  }

  @Test
  void shouldFailWhenTheObjectIsShorter() throws IOException {
    try (ObjectStream stream = stream(SIZE + 1)) {
      stream.seek(SIZE);
      assertThatThrownBy(stream::read).isInstanceOf(EOFException.class);
    }
    try (ObjectStream stream = stream(SIZE)) {
      assertThatThrownBy(() -> stream.seek(SIZE + 1)).isInstanceOf(EOFException.class);
    }
  }

  private ObjectStream stream(long size) {
    return new ObjectStream(new StoreInput(store, "file", size));
  }
}
