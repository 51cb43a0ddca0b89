package io.spillway.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.util.HashMap;
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

/** What goes wrong with single requests of a copy in parts inside S3. */
class PartCopyFaultsIT {
  private static final int MIB = 1 << 20;
  private static final byte[] CONTENT = new byte[11 * MIB];
  private static final Attributes TEXT = new Attributes("text/plain", Map.of("owner", "me"));

  private static S3Server server;
  private static ObjectStore direct;
  private static String etag;

  private FaultyProxy proxy;
  private ObjectStore store;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(S3Server.Kind.S3PROXY);
    server.makeBucket("parts");
    new Random(1).nextBytes(CONTENT);
    direct = open(server.settings());
    etag = direct.write("source", Body.of(CONTENT), Attributes.NONE).etag();
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
    settings.put("fs.s3a.connection.timeout", "2s");
    store = open(settings);
    direct.delete("copy");
    server.forgetRequests();
  }

  @AfterEach
  void stopProxy() throws IOException {
    proxy.close();
  }

  private static ObjectStore open(Map<String, String> settings) {
    S3Limits limits = new S3Limits(5 * MIB, 5 * MIB, 5 * MIB, 5 * MIB);
    return S3Store.open(Location.parse("s3://parts/"), Settings.of(settings), limits);
  }

  private static final Predicate<RecordedRequest> SECOND =
      request -> request.query().contains("partNumber=2");
  private static final Predicate<RecordedRequest> COMPLETION =
      request -> request.method().equals("POST") && request.query().contains("uploadId");

  static Stream<Arguments> passing() {
    return Stream.of(
        Arguments.of("500 on one part", SECOND, Fault.refuse(500, "InternalError")),
        Arguments.of("503 on one part", SECOND, Fault.slowDown()),
        Arguments.of("200 with an error on one part", SECOND, Fault.errorInOk()),
        Arguments.of("answer to one part lost", SECOND, Fault.lostAnswer()),
        Arguments.of("reset at one part", SECOND, Fault.reset()),
        Arguments.of("stall at one part", SECOND, Fault.stall()),
        Arguments.of("200 with an error, not completed", COMPLETION, Fault.errorInOk()),
        Arguments.of("200 with an error, completed", COMPLETION, Fault.errorInOkAfterDoing()),
        Arguments.of("answer to the completion lost", COMPLETION, Fault.lostAnswer()),
        Arguments.of("stall at the completion", COMPLETION, Fault.stall()));
  }

  private WrittenObject copy() throws IOException {
    return store.copy(store, "source", etag, CONTENT.length, "copy", TEXT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passing")
  void shouldCopyInPartsWhenOneRequestGoesWrong(
      String name, Predicate<RecordedRequest> which, Fault fault) throws IOException {
    // Given
    FaultRule rule = proxy.inject(fault, which, 1);

    // When
    copy();

    // Then
    assertThat(rule.fired()).isEqualTo(1);
    try (OpenObject open = direct.open("copy", 0)) {
      assertThat(open.stream().readAllBytes()).isEqualTo(CONTENT);
      assertThat(open.object().attributes()).isEqualTo(TEXT);
    }
  }

  @Test
  void shouldGiveItsPartsUpWhenOneIsNeverTaken() throws IOException {
    // Given
    FaultRule rule = proxy.inject(Fault.refuse(500, "InternalError"), SECOND);

    // When
    StoreException failure = catchThrowableOfType(StoreException.class, this::copy);

    // Then
    assertThat(rule.fired()).isEqualTo(2);
    assertThat(failure).hasMessageContaining("s3://parts/copy").hasMessageContaining("500");
    assertThat(direct.stat("copy")).isEmpty();
    assertThat(server.requests())
        .anyMatch(
            request -> request.method().equals("DELETE") && request.query().contains("uploadId"));
  }

  @Test
  void shouldSayThatNobodyKnowsWhenACompletionIsNeverAnsweredAndNothingIsThere()
      throws IOException {
    // Given
    FaultRule rule = proxy.inject(Fault.errorInOk(), COMPLETION);

    // When
    StoreException failure = catchThrowableOfType(StoreException.class, this::copy);

    // Then
    assertThat(rule.fired()).isPositive();
    assertThat(failure.reason()).isEqualTo(StoreException.Reason.UNKNOWN);
    assertThat(direct.stat("copy")).isEmpty();
  }
}
