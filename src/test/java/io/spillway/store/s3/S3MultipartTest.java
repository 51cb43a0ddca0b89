package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Digests;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.Stores;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How an upload in parts ends when its server answers oddly; the server here plays one object. */
class S3MultipartTest {
  private static final long MIB = 1 << 20;
  private static final long SIZE = 12 * MIB;
  private static final String PART_TAG = "900150983cd24fb0d6963f7d28e17f72";
  private static final Location ROOT = Location.parse("s3://bucket/root");

  private final List<String> got = new ArrayList<>();
  private final AtomicInteger completions = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private S3Store store;

  private boolean kms;
  private String completedTag = digest(3);
  private List<Answer> onComplete = new ArrayList<>();
  private Answer onPart =
      new Answer(200, "<CopyPartResult><ETag>\"" + PART_TAG + "\"</ETag></CopyPartResult>");
  private Answer onAbort = new Answer(204, "");
  private Answer onNote = new Answer(200, "");
  private Duration age = Duration.ZERO;
  private boolean isThere;

  /** Status 0: the connection ends without an answer. */
  private record Answer(int status, String body) {}

  private static Answer error(int status, String code) {
    return new Answer(status, "<Error><Code>" + code + "</Code><Message>m</Message></Error>");
  }

  private static String digest(int parts) {
    MessageDigest md5 = Digests.md5();
    for (int i = 0; i < parts; i++) {
      md5.update(HexFormat.of().parseHex(PART_TAG));
    }
    return HexFormat.of().formatHex(md5.digest()) + "-" + parts;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
    Settings settings =
        Settings.of(
            Map.of(
                "fs.s3a.endpoint", "http://127.0.0.1:" + server.getAddress().getPort(),
                "fs.s3a.path.style.access", "true",
                "fs.s3a.access.key", "a",
                "fs.s3a.secret.key", "s",
                "fs.s3a.attempts.maximum", "2"));
    store =
        S3Store.open(
            ROOT.container(),
            new Stores(settings).within(ROOT, "_spillway/tmp").settings(),
            new S3Limits(8 * MIB, 5 * MIB, 5 * MIB, 128 * MIB));
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String path = exchange.getRequestURI().getPath();
    if (path.contains("/_spillway/")) {
      note(exchange.getRequestMethod() + " note");
      answer(exchange, exchange.getRequestMethod().equals("PUT") ? onNote : new Answer(204, ""));
      return;
    }
    switch (exchange.getRequestMethod()) {
      case "HEAD" -> head(exchange, path.endsWith("/from") || isThere);
      case "PUT" -> {
        note("part");
        answer(exchange, onPart);
      }
      case "DELETE" -> {
        note("abort");
        answer(exchange, onAbort);
      }
      default -> {
        if (query.startsWith("uploads")) {
          note("create");
          answer(
              exchange,
              new Answer(
                  200,
                  "<InitiateMultipartUploadResult><UploadId>U1</UploadId></InitiateMultipartUploadResult>"));
        } else {
          note("complete");
          answer(exchange, onComplete.get(completions.getAndIncrement()));
        }
      }
    }
  }

  private void note(String what) {
    synchronized (got) {
      got.add(what);
    }
  }

  private long count(String what) {
    synchronized (got) {
      return got.stream().filter(what::equals).count();
    }
  }

  private void head(HttpExchange exchange, boolean found) throws IOException {
    if (exchange.getRequestURI().getPath().endsWith("/from")) {
      exchange.getResponseHeaders().add("ETag", "\"" + PART_TAG + "\"");
    } else {
      exchange.getResponseHeaders().add("ETag", "\"" + completedTag + "\"");
      exchange.getResponseHeaders().add("Last-Modified", http(Instant.now().minus(age)));
      sayEncryption(exchange);
    }
    exchange.getResponseHeaders().add("Content-Length", String.valueOf(SIZE));
    exchange.sendResponseHeaders(found ? 200 : 404, -1);
    exchange.close();
  }

  private static String http(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }

  private void sayEncryption(HttpExchange exchange) {
    if (kms) {
      exchange.getResponseHeaders().add("x-amz-server-side-encryption", "aws:kms");
    }
  }

  private void answer(HttpExchange exchange, Answer answer) throws IOException {
    if (answer.status() == 0) {
      exchange.close();
      return;
    }
    sayEncryption(exchange);
    byte[] body = answer.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private Answer completed() {
    return new Answer(
        200,
        "<CompleteMultipartUploadResult><ETag>\""
            + completedTag
            + "\"</ETag></CompleteMultipartUploadResult>");
  }

  private WrittenObject copy() throws IOException {
    return store.copy(store, "from", PART_TAG, SIZE, "root/to", Attributes.NONE);
  }

  private StoreException failure() {
    return catchThrowableOfType(StoreException.class, this::copy);
  }

  @Test
  void shouldNoteTheUploadBeforeItsFirstPartAndRemoveTheNoteAfterItsEnd() throws IOException {
    // Given
    onComplete = List.of(completed());

    // When
    WrittenObject copied = copy();

    // Then: five requests and the parts, the first of them twice: this server ignores conditions
    assertThat(copied).isEqualTo(new WrittenObject(-1, digest(3), false));
    assertThat(got)
        .containsExactly(
            "create", "PUT note", "part", "part", "part", "part", "complete", "DELETE note");
  }

  @Test
  void shouldBeginNoUploadOfWhatHasAnotherTag() {
    StoreException failure =
        catchThrowableOfType(
            StoreException.class,
            () -> store.copy(store, "from", "0".repeat(32), SIZE, "root/to", Attributes.NONE));

    assertThat(failure.reason()).isEqualTo(Reason.CHANGED);
    assertThat(got).isEmpty();
  }

  @Test
  void shouldLeaveNothingOfAnUploadThatCannotBeNoted() {
    // Given
    onNote = error(403, "AccessDenied");

    // When, Then
    assertThat(failure().reason()).isEqualTo(Reason.DENIED);
    assertThat(got).containsExactly("create", "PUT note", "abort", "DELETE note");
  }

  @Test
  void shouldAbortWhenAPartFailsAndKeepTheNoteWhenThatFailsToo() {
    // Given: a part of another attempt that was aborted, as a worker of a killed run meets it
    onPart = error(404, "NoSuchUpload");
    onAbort = error(500, "InternalError");

    // When
    StoreException failure = failure();

    // Then
    assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
    assertThat(failure).hasMessageContaining("NoSuchUpload");
    assertThat(failure.getSuppressed()).hasSize(1);
    assertThat(count("abort")).isEqualTo(2);
    assertThat(count("DELETE note")).isZero();
    assertThat(count("complete")).isZero();
  }

  @Test
  void shouldFindTheErrorInACompletionThatS3CallsSuccessful() {
    // Given: twice, as many as there are attempts
    onComplete = List.of(error(200, "InternalError"), error(200, "InternalError"));

    // When
    StoreException failure = failure();

    // Then
    assertThat(failure.reason()).isEqualTo(Reason.UNKNOWN);
    assertThat(failure).hasMessageContaining("InternalError");
    assertThat(got).endsWith("abort", "DELETE note");
  }

  @Test
  void shouldCompleteAgainAfterAnErrorThatS3CallsSuccessful() throws IOException {
    onComplete = List.of(error(200, "InternalError"), completed());

    assertThat(copy().etag()).isEqualTo(digest(3));
  }

  @Test
  void shouldFindTheErrorInAPartThatS3CallsSuccessful() {
    onPart = error(200, "AccessDenied");

    assertThat(failure().reason()).isEqualTo(Reason.DENIED);
    assertThat(count("complete")).isZero();
  }

  @Test
  void shouldRefuseAPartWithoutATag() {
    onPart = new Answer(200, "<CopyPartResult></CopyPartResult>");

    assertThat(failure()).hasMessageContaining("gave part");
    assertThat(count("complete")).isZero();
  }

  @Test
  void shouldKnowItsObjectByItsTagWhenTheAnswerWasLost() throws IOException {
    // Given
    onComplete = List.of(new Answer(0, ""), error(404, "NoSuchUpload"));
    isThere = true;

    // When, Then
    assertThat(copy().etag()).isEqualTo(digest(3));
    assertThat(count("abort")).isZero();
    assertThat(got).endsWith("DELETE note");
  }

  @Test
  void shouldNotTakeAnotherObjectForItsOwnWhenTheAnswerWasLost() {
    // Given
    onComplete = List.of(new Answer(0, ""), error(404, "NoSuchUpload"));
    isThere = true;
    completedTag = "0".repeat(32) + "-3";

    // When, Then
    assertThat(failure().reason()).isEqualTo(Reason.UNKNOWN);
    assertThat(got).endsWith("abort", "DELETE note");
  }

  @Test
  void shouldKnowAnEncryptedObjectByItsSizePartsAndTime() throws IOException {
    // Given
    kms = true;
    onComplete = List.of(new Answer(0, ""), error(404, "NoSuchUpload"));
    isThere = true;
    completedTag = "0".repeat(32) + "-3";

    // When, Then
    assertThat(copy()).isEqualTo(new WrittenObject(-1, completedTag, true));
  }

  @Test
  void shouldFailWhereNothingProvesThatAnEncryptedObjectIsIts() {
    kms = true;
    isThere = true;
    List<Answer> lost = List.of(new Answer(0, ""), error(404, "NoSuchUpload"));

    for (String other : List.of("0".repeat(32) + "-2", "0".repeat(32))) {
      onComplete = lost;
      completions.set(0);
      completedTag = other;
      assertThat(failure().reason()).as(other).isEqualTo(Reason.UNKNOWN);
    }

    completedTag = "0".repeat(32) + "-3";
    completions.set(0);
    age = Duration.ofHours(1);
    assertThat(failure().reason()).as("an older one").isEqualTo(Reason.UNKNOWN);

    completions.set(0);
    age = Duration.ZERO;
    onComplete = List.of(error(404, "NoSuchUpload"));
    assertThat(failure().reason())
        .as("only somebody else can have ended it")
        .isEqualTo(Reason.UNKNOWN);
  }

  @Test
  void shouldTakeTheTagOfAnEncryptedObjectForNoDigest() throws IOException {
    // Given
    kms = true;
    completedTag = "0".repeat(32) + "-3";
    onComplete = List.of(completed());

    // When, Then
    assertThat(copy()).isEqualTo(new WrittenObject(-1, completedTag, true));
  }
}
