package io.spillway.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.OpenWrite;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong with single requests of a write of unknown size. */
class OpenWriteFaultsIT {
  private static final int MIB = 1 << 20;
  private static final byte[] CONTENT = new byte[11 * MIB];
  private static final Location ROOT = Location.parse("s3://parts/root");
  private static final Attributes TEXT = new Attributes("text/plain", Map.of("owner", "me"));

  private static S3Server server;
  private static ObjectStore direct;

  private FaultyProxy proxy;
  private ObjectStore store;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(S3Server.Kind.S3PROXY);
    server.makeBucket("parts");
    new Random(1).nextBytes(CONTENT);
    direct = open(server.settings());
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void openBehindTheProxy() throws IOException {
    proxy = FaultyProxy.before(server.endpoint());
    Map<String, String> settings = new HashMap<>(server.settings());
    settings.put("fs.s3a.endpoint", proxy.endpoint("127.0.0.1"));
    settings.put("fs.s3a.attempts.maximum", "2");
    store = open(settings);
    direct.delete("root/to");
    server.forgetRequests();
  }

  @AfterEach
  void stopProxy() throws IOException {
    proxy.close();
  }

  private static ObjectStore open(Map<String, String> settings) {
    S3Limits limits = new S3Limits(5 * MIB / 2, 5 * MIB, 5 * MIB, 5 * MIB);
    Stores within = new Stores(Settings.of(settings)).within(ROOT, "_spillway/tmp");
    return S3Store.open(ROOT.container(), within.settings(), limits);
  }

  private static final Predicate<RecordedRequest> SECOND =
      request -> request.query().contains("partNumber=2");
  private static final Predicate<RecordedRequest> BEGINNING =
      request -> request.query().equals("uploads");
  private static final Predicate<RecordedRequest> COMPLETION =
      request -> request.method().equals("POST") && request.query().contains("uploadId");

  static Stream<Arguments> passing() {
    return Stream.of(
        Arguments.of("503 at the beginning", BEGINNING, Fault.slowDown()),
        Arguments.of("500 on one part", SECOND, Fault.refuse(500, "InternalError")),
        Arguments.of("503 on one part", SECOND, Fault.slowDown()),
        Arguments.of("answer to one part lost", SECOND, Fault.lostAnswer()),
        Arguments.of("reset at one part", SECOND, Fault.reset()),
        Arguments.of("200 with an error, not completed", COMPLETION, Fault.errorInOk()),
        Arguments.of("200 with an error, completed", COMPLETION, Fault.errorInOkAfterDoing()),
        Arguments.of("answer to the completion lost", COMPLETION, Fault.lostAnswer()));
  }

  private static void write(ObjectStore store) throws IOException {
    try (OpenWrite write = store.begin("root/to", TEXT)) {
      for (int from = 0; from < CONTENT.length; from += MIB) {
        write.write(CONTENT, from, MIB);
      }
      write.commit();
    }
  }

  private static void assertNothingIsLeft() throws IOException {
    assertThat(direct.stat("root/to")).isEmpty();
    assertThat(direct.list("root/_spillway/").hasNext()).as("notes").isFalse();
    assertThat(S3Uploads.of(server, "parts")).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passing")
  void shouldWriteAllTheSameWhenOneRequestGoesWrong(
      String name, Predicate<RecordedRequest> which, Fault fault) throws IOException {
    // Given
    FaultRule rule = proxy.inject(fault, which, 1);

    // When
    write(store);

    // Then
    assertThat(rule.fired()).isEqualTo(1);
    try (OpenObject open = direct.open("root/to", 0)) {
      assertThat(open.stream().readAllBytes()).isEqualTo(CONTENT);
      assertThat(open.object().attributes()).isEqualTo(TEXT);
    }
    assertThat(direct.list("root/_spillway/").hasNext()).as("notes").isFalse();
  }

  @Test
  void shouldTakeOneRequestForWhatEndsWithinAPart() throws IOException {
    // When
    try (OpenWrite write = direct.begin("root/to", TEXT)) {
      write.write(CONTENT, 0, 5 * MIB);
      write.commit();
    }

    // Then
    assertThat(server.requests())
        .singleElement()
        .matches(request -> request.method().equals("PUT") && request.query().isEmpty())
        .matches(request -> request.header("content-md5").isPresent());
  }

  @Test
  void shouldSendPartsThatCannotBeDamagedUnnoticed() throws IOException {
    // When
    write(direct);

    // Then
    assertThat(server.requests())
        .filteredOn(request -> request.query().contains("partNumber="))
        .hasSize(3)
        .allMatch(request -> request.header("content-md5").isPresent());
  }

  @Test
  void shouldTellTheNextWriteThatAPartFailedAndPublishNothingAfterIt() throws IOException {
    // Given
    proxy.inject(Fault.refuse(403, "AccessDenied"), SECOND);
    try (OpenWrite write = store.begin("root/to", TEXT)) {
      write.write(CONTENT, 0, 10 * MIB);

      // When: until the answer is there, a write may pass
      StoreException failure =
          catchThrowableOfType(
              StoreException.class,
              () -> {
                while (true) {
                  write.write(CONTENT, 0, MIB);
                }
              });

      // Then
      assertThat(failure.reason()).isEqualTo(StoreException.Reason.DENIED);
      assertThatThrownBy(() -> write.write(1)).isSameAs(failure);
      assertThatThrownBy(write::commit).isSameAs(failure);
    }
    assertNothingIsLeft();
  }

  @Test
  void shouldTellTheCommitThatTheLastPartFailed() throws IOException {
    // Given
    proxy.inject(
        Fault.refuse(403, "AccessDenied"), request -> request.query().contains("partNumber=3"));

    // When
    StoreException failure = catchThrowableOfType(StoreException.class, () -> write(store));

    // Then
    assertThat(failure.reason()).isEqualTo(StoreException.Reason.DENIED);
    assertThat(failure).hasMessageContaining("s3://parts/root/to");
    assertNothingIsLeft();
  }

  @Test
  void shouldPublishNothingOfWhatWasDamagedOnTheWay() throws IOException {
    // Given
    FaultRule rule = proxy.inject(Fault.flippedRequest(), SECOND);

    // When
    StoreException failure = catchThrowableOfType(StoreException.class, () -> write(store));

    // Then
    assertThat(rule.fired()).isEqualTo(1);
    assertThat(failure).hasMessageContaining("BadDigest");
    assertNothingIsLeft();
  }

  @Test
  void shouldGiveItsPartsUpWhenItIsClosed() throws IOException {
    // When
    try (OpenWrite write = store.begin("root/to", TEXT)) {
      write.write(CONTENT);
    }

    // Then
    assertThat(server.requests()).anyMatch(BEGINNING::test);
    assertNothingIsLeft();
  }

  @Test
  void shouldLeaveANoteOfPartsThatItCouldNotGiveUp() throws IOException {
    // Given
    Predicate<RecordedRequest> abort =
        request -> request.method().equals("DELETE") && request.query().contains("uploadId");
    proxy.inject(Fault.refuse(403, "AccessDenied"), abort);

    // When
    try (OpenWrite write = store.begin("root/to", TEXT)) {
      write.write(CONTENT);
    }

    // Then
    assertThat(S3Uploads.of(server, "parts")).hasSize(1);
    List<String> notes = new ArrayList<>();
    direct.list("root/_spillway/").forEachRemaining(note -> notes.add(note.key()));
    direct.giveUp(notes);
    direct.delete(notes);
    assertNothingIsLeft();
  }
}
