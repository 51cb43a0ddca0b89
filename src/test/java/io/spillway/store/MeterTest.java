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
    assertThat(meter.traffic()).isEqualTo(new Traffic(Map.of(Kind.PUT, 1L), 5, 0, 0, 0, 0, 0, 0));
    assertThat(inner.traffic()).isEqualTo(new Traffic(Map.of(Kind.HEAD, 1L), 0, 0, 0, 0, 0, 0, 0));
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
    Traffic one = new Traffic(Map.of(Kind.GET, 1L, Kind.PUT, 2L), 1, 2, 3, 4, 5, 6, 7);
    Traffic two = new Traffic(Map.of(Kind.PUT, 5L), 10, 20, 30, 40, 50, 60, 70);

    assertThat(one.plus(two))
        .isEqualTo(new Traffic(Map.of(Kind.GET, 1L, Kind.PUT, 7L), 11, 22, 33, 44, 55, 66, 77));
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
    assertThat(meter.traffic().received()).isEqualTo(4);
  }
}
