package io.spillway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.store.FaultyStore.Fault;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestStoresTest {
  private final Stores stores =
      new Stores(Settings.of(Map.of("fs.s3a.endpoint", "http://127.0.0.1:1")));
  private final MemoryStore memory = new MemoryStore("m");
  private final FaultyStore faulty = new FaultyStore(memory);

  @Test
  void shouldOpenMemoryByItsName() {
    assertThat(stores.open(Location.parse("memory://x/prefix"))).isSameAs(MemoryStore.named("x"));
  }

  @Test
  void shouldPutAStoreInThePlaceOfAContainer() {
    // Given
    Location place = Location.parse("s3://replaced/prefix");
    ObjectStore usual = stores.open(place);

    // When
    try (TestStores.Registration registration = TestStores.register(place, memory)) {
      assertThat(registration).isNotNull();
      assertThat(stores.open(place)).isSameAs(memory);
      assertThat(stores.open(Location.parse("s3://another/"))).isInstanceOf(usual.getClass());
      assertThat(stores.within(Location.parse("file:///data/out"), "tmp").open(place))
          .isSameAs(memory);
    }

    // Then
    assertThat(stores.open(place)).isInstanceOf(usual.getClass());
  }

  @Test
  void shouldSayThatNothingServesAScheme() {
    assertThatThrownBy(() -> stores.open(Location.parse("gopher://x/y")))
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining("gopher://");
  }

  @Test
  void shouldCountRequestsAndCopyThroughStores() throws IOException {
    // Given
    TrackingStore tracking = new TrackingStore(faulty);
    WrittenObject written = tracking.write("a", Body.of(bytes("a")), Attributes.NONE);

    // When
    tracking.copy(new TrackingStore(memory), "a", written.etag(), 1, "b", Attributes.NONE);
    tracking.stat("b");

    // Then
    assertThat(tracking.reaches(faulty)).isTrue();
    assertThat(tracking.requests())
        .extracting(TrackingStore.Request::kind)
        .containsExactly(RequestKind.WRITE, RequestKind.COPY, RequestKind.STAT);
    assertThat(tracking.keys(RequestKind.COPY)).containsExactly("b");
  }

  @Test
  void shouldLoseAnAnswerOnce() throws IOException {
    // Given
    faulty.inject(Fault.LOST_ANSWER, RequestKind.WRITE, key -> key.equals("a"), 1);

    // When
    StoreException failure = catchThrowableOfType(StoreException.class, () -> write("a"));

    // Then
    assertThat(failure.reason()).isEqualTo(Reason.UNKNOWN);
    assertThat(memory.stat("a")).isPresent();
    write("a");
    assertThat(faulty.fired()).isEqualTo(1);
  }

  @Test
  void shouldFailBeforeAnythingHappens() throws IOException {
    faulty.refuse("a", "b");
    assertThat(catchThrowableOfType(StoreException.class, () -> write("a")).reason())
        .isEqualTo(Reason.REFUSED);
    assertThat(memory.stat("a")).isEmpty();
    write("c");
    faulty.heal();
    write("a");
  }

  @Test
  void shouldDamageWhatIsReadAndWritten() throws IOException {
    // Given
    write("0123456789");
    faulty.inject(Fault.FLIPPED_BIT, RequestKind.OPEN, key -> true, 1);
    faulty.inject(Fault.TRUNCATED, RequestKind.OPEN, key -> true, 1);
    faulty.inject(Fault.BROKEN_OFF, RequestKind.OPEN, key -> true, 1);
    faulty.inject(Fault.FLIPPED_BIT, RequestKind.WRITE, key -> true, 1);

    // When, Then
    assertThat(read()).isEqualTo("0123446789");
    assertThat(read()).isEqualTo("01234");
    assertThat(catchThrowableOfType(StoreException.class, this::read).reason())
        .isEqualTo(Reason.UNKNOWN);
    assertThat(read()).isEqualTo("0123456789");
    write("0123456789");
    assertThat(read()).isEqualTo("0123446789");
  }

  @Test
  void shouldNameWhatWasNotDeletedAndDeleteTheRest() throws IOException {
    // Given
    for (String key : List.of("a", "b", "c")) {
      write(key);
    }
    faulty.inject(Fault.DENIED, RequestKind.DELETE, key -> key.equals("b"), 1);
    TrackingStore tracking = new TrackingStore(faulty);

    // When
    List<NotDeleted> left = tracking.delete(List.of("a", "b", "c"));

    // Then
    assertThat(left).extracting(NotDeleted::key).containsExactly("b");
    assertThat(left.get(0).reason()).contains("memory://m/b", "403");
    assertThat(memory.stat("a")).isEmpty();
    assertThat(memory.stat("b")).isPresent();
    assertThat(memory.stat("c")).isEmpty();
    assertThat(tracking.keys(RequestKind.DELETE)).containsExactly("a", "b", "c");
    assertThat(tracking.delete(List.of("b"))).isEmpty();
  }

  @Test
  void shouldLoseTheAnswerToManyDeletes() throws IOException {
    // Given
    write("a");
    faulty.inject(Fault.LOST_REQUEST, RequestKind.DELETE, key -> true, 1);

    // When, Then
    assertThat(deletion().reason()).isEqualTo(Reason.UNKNOWN);
    assertThat(memory.stat("a")).isPresent();
    faulty.inject(Fault.LOST_ANSWER, RequestKind.DELETE, key -> true, 1);
    assertThat(deletion().reason()).isEqualTo(Reason.UNKNOWN);
    assertThat(memory.stat("a")).isEmpty();
  }

  private StoreException deletion() {
    return catchThrowableOfType(StoreException.class, () -> faulty.delete(List.of("a")));
  }

  private String read() throws IOException {
    try (OpenObject opened = faulty.open("0123456789", 0)) {
      return new String(opened.stream().readAllBytes(), UTF_8);
    }
  }

  private void write(String key) throws IOException {
    faulty.write(key, Body.of(bytes(key)), Attributes.NONE);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
