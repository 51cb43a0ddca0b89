package io.spillway.source.lakefs.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.ApiClient;
import io.spillway.base.Location;
import io.spillway.object.Link;
import io.spillway.object.LinkedPath;
import io.spillway.source.lakefs.api.FakeServer.Answer;
import io.spillway.source.lakefs.api.FakeServer.Request;
import io.spillway.source.lakefs.api.Presigning.Support;
import io.spillway.store.Meter;
import io.spillway.store.OpenObject;
import io.spillway.store.RetryPolicy;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.Traffic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that lakeFS presigns: how they are asked for, and what a storage makes of them. */
class PresigningTest {
  private static final String SIGNATURE = "5ec3e7-51gna7ure";
  private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

  private FakeServer server;
  private FakeServer storage;
  private Presigning presigning;
  private LinkReader reader;
  private final List<Duration> pauses = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    storage = new FakeServer();
    presigning = server.client().presigning();
    reader = new LinkReader(new ApiClient(server.origin(), "key", FakeServer.SECRET), pauses::add);
  }

  @AfterEach
  void stop() {
    server.close();
    storage.close();
  }

  @Test
  void shouldSeeInTheConfigurationWhetherLinksAreMade() throws IOException {
    server.replay("config");
    assertThat(presigning.support(repository(""))).isEqualTo(Support.YES);
    assertThat(presigning.support(repository(""))).isEqualTo(Support.YES);
    assertThat(server.requests()).as("asked once").hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"storage_config\":{\"pre_sign_support\":false}} | '' | NO",
        "{\"storage_config\":{}} | '' | UNKNOWN",
        "{\"version_config\":{}} | '' | UNKNOWN",
        "{\"storage_config\":{\"pre_sign_support\":true},\"storage_config_list\":"
            + "[{\"blockstore_id\":\"b\",\"pre_sign_support\":false}]} | b | NO",
        "{\"storage_config\":{\"pre_sign_support\":true},\"storage_config_list\":"
            + "[{\"blockstore_id\":\"b\",\"pre_sign_support\":false}]} | '' | YES"
      })
  void shouldKnowWhatTheConfigurationSaysOfAStorage(
      String config, String storageId, Support support) {
    server.on("/config", Answer.json(200, config));
    assertThat(presigning.support(repository(storageId))).isEqualTo(support);
  }

  @Test
  void shouldNotKnowWhatAServerDoesNotSay() {
    server.on("/config", Answer.json(403, "{\"message\":\"insufficient permissions\"}"));
    assertThat(presigning.support(repository(""))).isEqualTo(Support.UNKNOWN);
  }

  @Test
  void shouldAskForAPageOfLinks() throws IOException {
    // Given
    server.on(
        "/repositories/example/refs/c1/objects/ls",
        Answer.json(
            200,
            "{\"pagination\":{\"has_more\":false,\"max_per_page\":1000,\"next_offset\":\"\","
                + "\"results\":2},\"results\":["
                + row("a b", address("a%20b"))
                + ","
                + row("b", address("b"))
                + "]}"));

    // When
    List<LinkedPath> links = presigning.list("example", "c1", "a", 1_000);

    // Then
    assertThat(links).extracting(LinkedPath::path).containsExactly("a b", "b");
    assertThat(links.toString()).doesNotContain(SIGNATURE);
    assertThat(server.requests())
        .singleElement()
        .extracting(Request::target)
        .asString()
        .contains("presign=true", "amount=1000", "after=a", "user_metadata=false");
  }

  @ParameterizedTest
  @CsvSource({"400, DENIED", "500, DENIED", "401, DENIED", "404, NOT_FOUND"})
  void shouldSayThatThereIsNoLinkToBeHad(int status, Reason reason) {
    server.onAnything(Answer.json(status, "{\"message\":\"operation not supported\"}"));

    StoreException e =
        catchThrowableOfType(
            StoreException.class, () -> presigning.list("example", "c1", "", 1_000));

    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e).hasMessageContaining("operation not supported");
  }

  @Test
  void shouldNotTakeTheStoragesAddressForALink() {
    server.on(
        "/repositories/example/refs/c1/objects/stat", Answer.json(200, row("a", "s3://lake/a")));

    StoreException e =
        catchThrowableOfType(StoreException.class, () -> presigning.link("example", "c1", "a"));

    assertThat(e.reason()).isEqualTo(Reason.DENIED);
  }

  @Test
  void shouldReadByALinkWithoutTheCredentialsForLakeFs() throws IOException {
    // Given
    storage.onAnything(Answer.bytes(CONTENT));
    Meter meter = new Meter();

    // When
    byte[] read;
    try (Meter.Scope ignored = meter.bind();
        OpenObject open = reader.open(link("d/a%20b"), "'a'", 0, "")) {
      assertThat(open.object().size()).isEqualTo(CONTENT.length);
      assertThat(open.object().etag()).isEqualTo("0123abcd");
      read = open.stream().readAllBytes();
    }

    // Then
    assertThat(read).isEqualTo(CONTENT);
    Request request = storage.requests().get(0);
    assertThat(request.target()).isEqualTo("/d/a%20b?X-Amz-Signature=" + SIGNATURE);
    assertThat(request.headers()).doesNotContainKeys("Authorization", "Range", "If-Match");
    assertThat(meter.traffic().count(Traffic.Kind.GET)).isEqualTo(1);
    assertThat(meter.traffic().count(Traffic.Kind.API)).isZero();
    assertThat(meter.traffic().count(Traffic.Kind.RECEIVED)).isEqualTo(CONTENT.length);
  }

  @Test
  void shouldGoOnFromAByteOfTheSameObject() throws IOException {
    // Given
    storage.onAnything(
        Answer.bytes("789".getBytes(StandardCharsets.UTF_8))
            .withStatus(206)
            .with("Content-Range", "bytes 7-9/10"));

    // When
    try (OpenObject open = reader.open(link("a"), "'a'", 7, "0123abcd")) {
      // Then
      assertThat(open.object().size()).isEqualTo(10);
      assertThat(open.stream().readAllBytes()).hasSize(3);
    }
    assertThat(storage.requests().get(0).headers())
        .containsEntry("Range", "bytes=7-")
        .containsEntry("If-Match", "\"0123abcd\"");
    assertThat(failure("a", 7, "another").reason()).isEqualTo(Reason.CHANGED);
  }

  @Test
  void shouldSayThatTheTagIsNoDigestUnderKms() throws IOException {
    storage.onAnything(Answer.bytes(CONTENT).with("x-amz-server-side-encryption", "aws:kms"));
    try (OpenObject open = reader.open(link("a"), "'a'", 0, "")) {
      assertThat(open.object().opaqueEtag()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, DENIED",
    "403, InvalidObjectState, REFUSED",
    "400, ExpiredToken, DENIED",
    "400, InvalidRequest, REFUSED",
    "404, NoSuchKey, NOT_FOUND",
    "404, NoSuchBucket, NO_CONTAINER",
    "412, PreconditionFailed, CHANGED",
    "302, Elsewhere, REFUSED"
  })
  void shouldSayWhatTheStorageAnswers(int status, String code, Reason reason) {
    String body = "<Error><Code>" + code + "</Code><Url>" + SIGNATURE + "</Url></Error>";
    storage.onAnything(Answer.of(status, "application/xml", body));

    StoreException e = failure("secret-place", 0, "");

    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e)
        .hasMessageStartingWith("Cannot read 'a' by its presigned link to " + storage.origin())
        .hasMessageContaining(status + " " + code);
    assertThat(storage.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void shouldFollowALinkToTheHostThatItNamesAndNoFurther(int status) throws IOException {
    // Given: a storage that sends its readers to a service of this network
    try (FakeServer inside = new FakeServer()) {
      inside.onAnything(Answer.bytes(CONTENT));
      storage.onAnything(
          Answer.of(status, "text/plain", "").with("Location", inside.origin() + "/secrets"));

      // When
      StoreException e = failure("a", 0, "");

      // Then
      assertThat(e.reason()).isEqualTo(Reason.REFUSED);
      assertThat(e).hasMessageContaining(String.valueOf(status));
      assertThat(inside.requests()).isEmpty();
    }
  }

  @Test
  void shouldNameWhatIsInAnArchive() {
    String body = "<Error><Code>InvalidObjectState</Code></Error>";
    storage.onAnything(Answer.of(403, "application/xml", body));

    assertThat(failure("a", 0, "")).hasMessageContaining("It is archived: restore it first.");
  }

  @ParameterizedTest
  @CsvSource({"503, 4", "429, 4", "500, 0"})
  void shouldAskABusyStorageAgain(int status, int throttles) throws IOException {
    // Given
    Answer busy = Answer.of(status, "text/plain", "busy");
    storage.onAnything(Answer.bytes(new byte[] {1})).first(busy, busy, busy, busy);
    Meter meter = new Meter();

    // When
    try (Meter.Scope ignored = meter.bind();
        OpenObject opened = reader.open(link("a"), "'a'", 0, "")) {
      assertThat(opened.stream().readAllBytes()).containsExactly(1);
    }

    // Then
    assertThat(storage.requests()).hasSize(5);
    assertThat(pauses).hasSize(4).isSortedAccordingTo(Duration::compareTo);
    assertThat(meter.traffic().count(Traffic.Kind.RETRIES)).isEqualTo(4);
    assertThat(meter.traffic().count(Traffic.Kind.THROTTLES)).isEqualTo(throttles);
  }

  @Test
  void shouldGiveUpOnAStorageThatStaysBusy() {
    // Given
    storage.onAnything(Answer.of(503, "text/plain", "busy"));
    ApiClient hasty =
        new ApiClient(server.origin(), "key", FakeServer.SECRET)
            .with(new RetryPolicy(Duration.ofMillis(500)));
    reader = new LinkReader(hasty);

    // When
    StoreException e = failure("a", 0, "");

    // Then
    assertThat(e.reason()).isEqualTo(Reason.REFUSED);
    assertThat(storage.requests()).hasSizeBetween(2, 5);
  }

  @Test
  void shouldSayAtOnceThatTheStorageIsOutOfReach() {
    Link link = link("a");
    storage.close();

    StoreException e =
        catchThrowableOfType(StoreException.class, () -> reader.open(link, "'a'", 0, ""));

    assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(pauses).isEmpty();
  }

  private StoreException failure(String path, long offset, String ifMatch) {
    StoreException e =
        catchThrowableOfType(
            StoreException.class, () -> reader.open(link(path), "'a'", offset, ifMatch));
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain(SIGNATURE);
    return e;
  }

  private Link link(String path) {
    return LinkParser.parse(address(path), null, NOW).orElseThrow();
  }

  private String address(String path) {
    return storage.origin() + "/" + path + "?X-Amz-Signature=" + SIGNATURE;
  }

  private static String row(String path, String address) {
    return "{\"checksum\":\"c\",\"mtime\":1,\"path\":\""
        + path
        + "\",\"path_type\":\"object\",\"physical_address\":\""
        + address
        + "\",\"size_bytes\":3}";
  }

  private static Repository repository(String storageId) {
    return new Repository("example", Location.parse("s3://lake/example"), storageId, "main");
  }
}
