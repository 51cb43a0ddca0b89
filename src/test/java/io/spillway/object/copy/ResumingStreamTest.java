package io.spillway.object.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.store.Attributes;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResumingStreamTest {
  private static final int SIZE = 10_000;

  private final byte[] content = new byte[SIZE];
  private final List<Long> offsets = new ArrayList<>();
  private final Deque<Integer> breaks = new ArrayDeque<>();
  private String etag = "tag";
  private long size = SIZE;
  private int open;

  ResumingStreamTest() {
    new Random(1).nextBytes(content);
  }

  @Test
  void shouldGoOnFromTheByteWhereItBroke() throws IOException {
    // Given: how many bytes each opening gives
    breaks.addAll(List.of(1_234, 1, 5_000));

    // When
    byte[] read = readAll();

    // Then
    assertThat(read).isEqualTo(content);
    assertThat(offsets).containsExactly(0L, 1_234L, 1_235L, 6_235L);
    assertThat(open).as("left open").isZero();
  }

  @Test
  void shouldGiveUpWhenNothingComesThreeTimesInARow() throws IOException {
    // Given
    breaks.addAll(List.of(0, 0, 7, 0, 0, 0, 0));

    // When
    StoreException failure = failure();

    // Then: 0, 0, 7 begin anew at byte 7, whose break is the first in a row again
    assertThat(failure.reason()).isEqualTo(Reason.UNKNOWN);
    assertThat(offsets).containsExactly(0L, 0L, 0L, 7L, 7L);
    assertThat(open).isZero();
  }

  @Test
  void shouldNotGoOnForEver() throws IOException {
    // Given
    IntStream.range(0, SIZE).forEach(i -> breaks.add(1));

    // When, Then
    assertThat(failure().reason()).isEqualTo(Reason.UNKNOWN);
    assertThat(offsets).hasSize(ResumingStream.BREAKS);
  }

  @Test
  void shouldStopWhenTheSourceHasChanged() throws IOException {
    // Given
    breaks.add(100);
    InputStream stream = opened();
    etag = "another";

    // When, Then
    assertThat(failure(stream).reason()).isEqualTo(Reason.CHANGED);
    assertThat(offsets).containsExactly(0L, 100L);
  }

  @Test
  void shouldStopWhenTheSourceHasAnotherSizeUnderTheSameTag() throws IOException {
    // Given
    breaks.add(100);
    InputStream stream = opened();
    size = SIZE + 1;

    // When, Then
    assertThat(failure(stream).reason()).isEqualTo(Reason.CHANGED);
    assertThat(open).isZero();
  }

  @Test
  void shouldStopWhereNoTagTellsWhetherItChanged() throws IOException {
    // Given
    etag = "";
    breaks.add(100);

    // When
    StoreException failure = failure();

    // Then
    assertThat(failure).hasMessageContaining("no tag tells whether the object has changed");
    assertThat(offsets).containsExactly(0L);
  }

  @Test
  void shouldNotAskAgainWhenAllBytesCame() throws IOException {
    // Given
    breaks.add(SIZE);

    // When, Then
    assertThat(readAll()).isEqualTo(content);
    assertThat(offsets).containsExactly(0L);
  }

  @Test
  void shouldLeaveFailuresOfOtherKindsAlone() throws IOException {
    // Given
    OpenObject first =
        new OpenObject(
            new StoredObject("k", SIZE, "tag", false, Attributes.NONE),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new StoreException(Reason.DENIED, "not you");
              }
            });

    // When, Then
    StoreException failure = failure(new ResumingStream(first, this::open));
    assertThat(failure.reason()).isEqualTo(Reason.DENIED);
    assertThat(offsets).isEmpty();
  }

  private byte[] readAll() throws IOException {
    try (InputStream stream = opened()) {
      return stream.readAllBytes();
    }
  }

  private StoreException failure() throws IOException {
    return failure(opened());
  }

  private static StoreException failure(InputStream stream) throws IOException {
    try (stream) {
      return catchThrowableOfType(StoreException.class, stream::readAllBytes);
    }
  }

  private InputStream opened() throws IOException {
    return new ResumingStream(open(0, etag), this::open);
  }

  private OpenObject open(long offset, String ifMatch) throws IOException {
    offsets.add(offset);
    if (!ifMatch.equals(etag)) {
      throw new StoreException(Reason.CHANGED, "the tag is another");
    }
    open++;
    int from = (int) offset;
    InputStream rest = new ByteArrayInputStream(content, from, SIZE - from);
    return new OpenObject(
        new StoredObject("k", size, etag, false, Attributes.NONE), new Breaking(rest));
  }

  /** Breaks after as many bytes as the next number says, if there is one. */
  private final class Breaking extends FilterInputStream {
    private int left = breaks.isEmpty() ? Integer.MAX_VALUE : breaks.poll();
    private boolean closed;

    Breaking(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      if (left == 0) {
        throw new StoreException(Reason.UNKNOWN, "Reading k broke off.");
      }
      int got = super.read(bytes, from, Math.min(left, count));
      left -= Math.max(0, got);
      return got;
    }

    @Override
    public void close() throws IOException {
      open -= closed ? 0 : 1;
      closed = true;
      super.close();
    }
  }
}
