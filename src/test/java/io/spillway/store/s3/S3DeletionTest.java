package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Digests;
import io.spillway.store.NotDeleted;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Deletes of many and listings, where servers answer as few do: each test says what they answer.
 */
class S3DeletionTest {
  private static final Answer ALL_DELETED = new Answer(200, "<DeleteResult></DeleteResult>");

  private final List<Got> got = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private ObjectStore store;
  private Function<Got, Answer> answers = request -> ALL_DELETED;

  private record Answer(int status, String body) {}

  private record Got(
      String method, String key, String query, String md5, String sums, String body) {
    boolean isMany() {
      return method.equals("POST") && query.equals("delete");
    }

    int keys() {
      return body.split("<Key>", -1).length - 1;
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
    store =
        S3Store.open(
            Location.parse("s3://bucket/"),
            Settings.of(
                Map.of(
                    "fs.s3a.endpoint", "http://127.0.0.1:" + server.getAddress().getPort(),
                    "fs.s3a.path.style.access", "true",
                    "fs.s3a.access.key", "AKIASECRET",
                    "fs.s3a.secret.key", "hush-hush",
                    "fs.s3a.attempts.maximum", "2")),
            S3Limits.DEFAULT);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    Got request =
        new Got(
            exchange.getRequestMethod(),
            path.startsWith("/bucket/") ? path.substring("/bucket/".length()) : "",
            String.valueOf(exchange.getRequestURI().getQuery()),
            String.valueOf(exchange.getRequestHeaders().getFirst("content-md5")),
            exchange.getRequestHeaders().keySet().stream()
                .filter(name -> name.toLowerCase(java.util.Locale.ROOT).contains("checksum"))
                .toList()
                .toString(),
            new String(body, UTF_8));
    got.add(request);
    Answer answer = answers.apply(request);
    byte[] said = answer.body().getBytes(UTF_8);
    exchange.getResponseHeaders().add("x-amz-request-id", "REQ1");
    exchange.sendResponseHeaders(answer.status(), said.length == 0 ? -1 : said.length);
    if (said.length > 0) {
      exchange.getResponseBody().write(said);
    }
    exchange.close();
  }

  private static Answer error(int status, String code) {
    return new Answer(
        status, "<Error><Code>" + code + "</Code><Message>AKIASECRET said</Message></Error>");
  }

  private static Answer notDeleted(String... keysAndCodes) {
    StringBuilder errors = new StringBuilder("<DeleteResult>");
    for (int i = 0; i < keysAndCodes.length; i += 2) {
      errors.append("<Error><Key>").append(keysAndCodes[i]).append("</Key><Code>");
      errors.append(keysAndCodes[i + 1]).append("</Code><Message>AKIASECRET</Message></Error>");
    }
    return new Answer(200, errors.append("</DeleteResult>").toString());
  }

  private List<String> requests() {
    return got.stream()
        .map(one -> one.isMany() ? "many " + one.keys() : one.method() + " " + one.key())
        .toList();
  }

  private StoreException failure(String... keys) {
    return catchThrowableOfType(StoreException.class, () -> store.delete(List.of(keys)));
  }

  @Test
  void shouldDeleteAThousandWithOneRequest() throws IOException {
    // Given
    List<String> keys = IntStream.range(0, 2_003).mapToObj(i -> "k" + i).toList();

    // When
    List<NotDeleted> left = store.delete(Stream.concat(keys.stream(), keys.stream()).toList());

    // Then
    assertThat(left).isEmpty();
    assertThat(requests()).containsExactly("many 1000", "many 1000", "many 3");
    for (Got request : got) {
      assertThat(request.body()).contains("<Quiet>true</Quiet>");
      assertThat(request.md5())
          .isEqualTo(
              Base64.getEncoder()
                  .encodeToString(Digests.md5().digest(request.body().getBytes(UTF_8))));
      assertThat(request.sums()).as("other checksums").isEqualTo("[]");
    }
  }

  @Test
  void shouldNameWhatS3DidNotDelete() throws IOException {
    // Given
    answers = request -> notDeleted("b", "AccessDenied", "c", "NoSuchKey", "d", "");

    // When
    List<NotDeleted> left = store.delete(List.of("a", "b", "c", "d"));

    // Then
    assertThat(left)
        .containsExactly(
            new NotDeleted(
                "b",
                "Cannot delete s3://bucket/b: S3 says AccessDenied, request id REQ1."
                    + " Check the credentials and what they allow."),
            new NotDeleted(
                "d", "Cannot delete s3://bucket/d: S3 says no without a reason, request id REQ1."));
    assertThat(requests()).containsExactly("many 4");
  }

  @Test
  void shouldAskAloneForWhatS3WasTooBusyFor() throws IOException {
    // Given
    answers =
        request ->
            request.isMany()
                ? notDeleted("b", "InternalError", "c", "SlowDown")
                : request.key().equals("b") ? new Answer(204, "") : error(403, "AccessDenied");

    // When
    List<NotDeleted> left = store.delete(List.of("a", "b", "c"));

    // Then
    assertThat(requests()).containsExactly("many 3", "DELETE b", "DELETE c");
    assertThat(left).extracting(NotDeleted::key).containsExactly("c");
    assertThat(left.get(0).reason())
        .startsWith("Cannot delete s3://bucket/c: S3 says 403 AccessDenied, request id REQ1.");
  }

  @Test
  void shouldDeleteOneByOneOnAServerThatKnowsNoOtherWay() throws IOException {
    for (Answer unknown :
        List.of(
            error(501, "NotImplemented"), error(405, "MethodNotAllowed"), new Answer(501, ""))) {
      // Given
      stop();
      start();
      got.clear();
      answers = request -> request.isMany() ? unknown : new Answer(204, "");

      // When, Then
      assertThat(store.delete(List.of("a", "b"))).isEmpty();
      assertThat(requests()).containsExactly("many 2", "DELETE a", "DELETE b");
      assertThat(store.delete(List.of("c"))).isEmpty();
      assertThat(requests()).as("learnt").endsWith("DELETE b", "DELETE c").hasSize(4);
    }
  }

  @Test
  void shouldFailAsAWholeWhenNothingCanBeSaidOfAny() {
    Map<Answer, Reason> meanings =
        Map.of(
            error(403, "AccessDenied"), Reason.DENIED,
            error(404, "NoSuchBucket"), Reason.NO_CONTAINER,
            error(400, "MalformedXML"), Reason.REFUSED,
            error(503, "SlowDown"), Reason.UNKNOWN,
            error(200, "InternalError"), Reason.UNKNOWN,
            notDeleted("another", "AccessDenied"), Reason.UNKNOWN);
    meanings.forEach(
        (answer, reason) -> {
          answers = request -> answer;
          StoreException failure = failure("a", "b", "c");
          assertThat(failure.reason()).as(answer.toString()).isEqualTo(reason);
          assertThat(failure)
              .hasMessageStartingWith("Cannot delete s3://bucket/a and 2 other objects: S3 says ")
              .hasMessageNotContaining("AKIASECRET");
        });
  }

  @Test
  void shouldFailAsAWholeWhenTheSingleRequestsHaveNoBucket() {
    answers =
        request -> request.isMany() ? error(501, "NotImplemented") : error(404, "NoSuchBucket");
    assertThat(failure("a", "b").reason()).isEqualTo(Reason.NO_CONTAINER);
    assertThat(requests()).containsExactly("many 2", "DELETE a");
  }

  @Test
  void shouldKeepKeysOutOfXmlThatItCannotHold() throws IOException {
    // Given
    List<String> odd =
        List.of("a\u0001", "a\u001f", "a\t", "a\n", "a\r", "a\uFFFE", "a\uFFFF", "n".repeat(1_025));
    answers = request -> request.isMany() ? ALL_DELETED : new Answer(204, "");

    // When
    List<NotDeleted> left =
        store.delete(
            Stream.concat(odd.stream(), Stream.of("a", "\u007F", "\uD83D\uDE00")).toList());

    // Then
    assertThat(left).isEmpty();
    assertThat(requests()).hasSize(odd.size() + 1).contains("many 3");
    assertThat(got.stream().filter(one -> one.method().equals("DELETE")).map(Got::key))
        .containsExactlyElementsOf(odd);
  }

  @Test
  void shouldPassOverWhatAServerListsThoughItComesBefore() throws IOException {
    // Given: it knows nothing of start-after
    answers =
        request ->
            request.query().contains("continuation-token")
                ? listing("", "p/b", "p/d", "p/\uD83D\uDE00")
                : listing("more", "p/a", "p/\uFF5E");

    // When
    List<String> keys = new ArrayList<>();
    Iterator<StoredObject> listed = store.list("p/", "p/c");
    listed.forEachRemaining(object -> keys.add(object.key()));

    // Then
    assertThat(keys).containsExactly("p/\uFF5E", "p/d", "p/\uD83D\uDE00");
    assertThat(got).hasSize(2);
    assertThat(got.get(0).query()).contains("start-after=p/c");
    assertThat(got.get(1).query())
        .contains("continuation-token=more")
        .doesNotContain("start-after");
  }

  @Test
  void shouldTakeNoListingForWholeThatIsCutShort() {
    assertThat(failedListing("<html>Welcome</html>")).contains("not a listing");
    assertThat(failedListing("<ListBucketResult><Name>b</Name><Contents><Key>p/a</Key>"))
        .startsWith("Cannot list s3://bucket/p/");
    assertThat(
            failedListing(
                "<ListBucketResult><IsTruncated>true</IsTruncated><Contents><Key>p/a</Key>"
                    + "<Size>1</Size></Contents></ListBucketResult>"))
        .isEqualTo(
            "Cannot list s3://bucket/p/: the answer says that there is more, and not where it goes"
                + " on.");
  }

  private String failedListing(String page) {
    answers = request -> new Answer(200, page);
    UncheckedIOException failure =
        catchThrowableOfType(
            UncheckedIOException.class, () -> store.list("p/").forEachRemaining(object -> {}));
    return failure.getCause().getMessage();
  }

  @Test
  void shouldAskForNothingWhereNothingCanBe() throws IOException {
    assertThat(store.list("p/", "q").hasNext()).isFalse();
    assertThat(got).isEmpty();
    answers = request -> listing("", "p/a");
    assertThat(store.list("p/", "o").hasNext()).isTrue();
    assertThat(got.get(0).query()).doesNotContain("start-after");
  }

  private static Answer listing(String more, String... keys) {
    StringBuilder page = new StringBuilder("<ListBucketResult>");
    page.append("<IsTruncated>").append(!more.isEmpty()).append("</IsTruncated>");
    page.append("<NextContinuationToken>").append(more).append("</NextContinuationToken>");
    for (String key : keys) {
      page.append("<Contents><Key>").append(key).append("</Key><Size>1</Size></Contents>");
    }
    return new Answer(200, page.append("</ListBucketResult>").toString());
  }
}
