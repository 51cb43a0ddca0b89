package io.spillway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.store.Traffic.Kind;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class MeterTest {
  private final MemoryStore store = new MemoryStore("meter-test");
  private final Meter meter = new Meter();

  private void write() throws IOException {
    store.write("a", Body.of(new byte[5]), Attributes.NONE);
  }

  @Test
  void shouldCountOnlyWhatHappensWhileItIsBound() throws IOException {
    // Given
    Meter inner = new Meter();
    write();

    // When
    try (Meter.Scope outerScope = meter.bind()) {
      write();
      try (Meter.Scope innerScope = inner.bind()) {
        store.stat("a");
        assertThat(Meter.current()).isSameAs(inner);
      }
      assertThat(Meter.current()).isSameAs(meter);
    }
    write();

    // Then
    assertThat(meter.traffic()).isEqualTo(Traffic.of(Map.of(Kind.PUT, 1L, Kind.SENT, 5L)));
    assertThat(inner.traffic()).isEqualTo(Traffic.of(Map.of(Kind.HEAD, 1L)));
  }

  @Test
  void shouldGoAlongWithWorkToOtherThreadsAndNoFurther() throws Exception {
    // Given
    ExecutorService other = Executors.newSingleThreadExecutor();
    Callable<Boolean> work =
        () -> {
          write();
          return Meter.current() == meter;
        };

    // When
    boolean carried;
    try (Meter.Scope ignored = meter.bind()) {
      carried = other.submit(Meter.carry(work)).get();
    }
    boolean after = other.submit(work).get();
    other.shutdown();

    // Then
    assertThat(List.of(carried, after)).containsExactly(true, false);
    assertThat(meter.traffic().count(Kind.PUT)).isEqualTo(1);
  }

  @Test
  void shouldAddUp() {
    Traffic one =
        Traffic.of(
            Map.of(
                Kind.GET,
                1L,
                Kind.PUT,
                2L,
                Kind.SENT,
                1L,
                Kind.RECEIVED,
                2L,
                Kind.COPIED,
                3L,
                Kind.FILE_READ,
                4L,
                Kind.FILE_WRITTEN,
                5L,
                Kind.RETRIES,
                6L,
                Kind.THROTTLES,
                7L));
    Traffic two =
        Traffic.of(
            Map.of(
                Kind.PUT,
                5L,
                Kind.SENT,
                10L,
                Kind.RECEIVED,
                20L,
                Kind.COPIED,
                30L,
                Kind.FILE_READ,
                40L,
                Kind.FILE_WRITTEN,
                50L,
                Kind.RETRIES,
                60L,
                Kind.THROTTLES,
                70L));

    assertThat(one.plus(two))
        .isEqualTo(
            Traffic.of(
                Map.of(
                    Kind.GET,
                    1L,
                    Kind.PUT,
                    7L,
                    Kind.SENT,
                    11L,
                    Kind.RECEIVED,
                    22L,
                    Kind.COPIED,
                    33L,
                    Kind.FILE_READ,
                    44L,
                    Kind.FILE_WRITTEN,
                    55L,
                    Kind.RETRIES,
                    66L,
                    Kind.THROTTLES,
                    77L)));
    assertThat(one.plus(Traffic.NONE)).isEqualTo(one);
  }

  @Test
  void shouldCountBytesThatAreRead() throws IOException {
    // Given
    write();

    // When
    try (Meter.Scope ignored = meter.bind();
        OpenObject open = store.open("a", 1)) {
      assertThat(open.stream().read()).isZero();
      assertThat(open.stream().skip(1)).isEqualTo(1);
      assertThat(open.stream().readAllBytes()).hasSize(2);
    }

    // Then
    assertThat(meter.traffic().count(Kind.RECEIVED)).isEqualTo(4);
  }
}
