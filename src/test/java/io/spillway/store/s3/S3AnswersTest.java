package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What the store makes of answers that real servers give seldom: each test says what the server
 * answers.
 */
class S3AnswersTest extends AnsweredStore {
  @Test
  void shouldGoOnAfterTheLastKeyWhereTheServerDoesNotSayWhere() throws IOException {
    // Given
    answers =
        List.of(
            new Answer(200, page(true, "a", "b")),
            new Answer(200, page(true, "c")),
            new Answer(200, page(false, "d")));

    // When
    List<String> keys = new ArrayList<>();
    store.list("").forEachRemaining(object -> keys.add(object.key()));

    // Then
    assertThat(keys).containsExactly("a", "b", "c", "d");
    assertThat(got)
        .extracting(exchange -> exchange.getRequestURI().getQuery())
        .satisfiesExactly(
            first -> assertThat(first).doesNotContain("start-after"),
            second -> assertThat(second).contains("start-after=b"),
            third -> assertThat(third).contains("start-after=c"));
  }

  @Test
  void shouldNeverEndAListingThatIsCutShort() {
    // Given
    answers = List.of(new Answer(200, page(true, "a")), new Answer(200, page(true, "a")));

    // When
    UncheckedIOException trouble =
        catchThrowableOfType(
            UncheckedIOException.class, () -> store.list("").forEachRemaining(object -> {}));

    // Then
    assertThat(trouble).hasMessageContaining("says that there is more, and not where");
  }

  private static String page(boolean truncated, String... keys) {
    StringBuilder page = new StringBuilder("<ListBucketResult>");
    page.append("<IsTruncated>").append(truncated).append("</IsTruncated>");
    for (String key : keys) {
      page.append("<Contents><Key>").append(key).append("</Key><Size>1</Size><ETag>t</ETag>");
      page.append("</Contents>");
    }
    return page.append("</ListBucketResult>").toString();
  }

  @Test
  void shouldTellTheStatusTheCodeAndTheRequest() {
    answer = error(403, "AccessDenied");
    assertThat(writeFailure())
        .hasMessageContaining(
            "Cannot write s3://bucket/a: S3 says 403 AccessDenied, request id REQ1.");
    assertThat(writeFailure().reason()).isEqualTo(Reason.DENIED);
    assertThat(failure(() -> store.stat("a")).reason()).isEqualTo(Reason.DENIED);
  }

  @Test
  void shouldTellWhatAnErrorMeans() {
    Map<String, Reason> meanings =
        Map.ofEntries(
            Map.entry("400 ExpiredToken", Reason.DENIED),
            Map.entry("401 Unauthorized", Reason.DENIED),
            Map.entry("403 SignatureDoesNotMatch", Reason.DENIED),
            Map.entry("403 InvalidObjectState", Reason.REFUSED),
            Map.entry("403 ObjectNotInActiveTierError", Reason.REFUSED),
            Map.entry("404 NoSuchBucket", Reason.NO_CONTAINER),
            Map.entry("404 NoSuchKey", Reason.NOT_FOUND),
            Map.entry("412 PreconditionFailed", Reason.CHANGED),
            Map.entry("400 KeyTooLongError", Reason.UNFIT),
            Map.entry("400 BadDigest", Reason.REFUSED),
            Map.entry("501 NotImplemented", Reason.REFUSED),
            Map.entry("500 InternalError", Reason.UNKNOWN),
            Map.entry("503 SlowDown", Reason.UNKNOWN));
    meanings.forEach(
        (said, reason) -> {
          answer = error(Integer.parseInt(said.substring(0, 3)), said.substring(4));
          assertThat(copyFailure().reason()).as(said).isEqualTo(reason);
          Reason reading = reason == Reason.UNKNOWN ? Reason.REFUSED : reason;
          assertThat(readFailure().reason()).as("reading " + said).isEqualTo(reading);
        });
  }

  @Test
  void shouldSayThatAnArchivedObjectMustBeRestored() {
    answer = error(403, "InvalidObjectState");
    String advice =
        " The object is archived: restore it, and run the export again when that is done.";
    assertThat(readFailure())
        .hasMessage(
            "Cannot read s3://bucket/a: S3 says 403 InvalidObjectState, request id REQ1." + advice);
    assertThat(copyFailure()).hasMessageEndingWith(advice);
  }

  @Test
  void shouldTellWhereTheBucketIs() {
    answer = error(301, "PermanentRedirect", "x-amz-bucket-region", "eu-west-3");
    assertThat(writeFailure())
        .hasMessageContaining(
            "The bucket is in region eu-west-3: set fs.s3a.endpoint.region to it.");
  }

  @Test
  void shouldFindTheErrorInACopyThatS3CallsSuccessful() {
    answer = error(200, "InternalError");
    assertThat(copyFailure().reason()).isEqualTo(Reason.UNKNOWN);
  }

  @Test
  void shouldRefuseToVouchForAnotherDigest() {
    answer = new Answer(200, "", "ETag", "\"" + "0".repeat(32) + "\"");
    assertThat(writeFailure().reason()).isEqualTo(Reason.UNKNOWN);
  }

  @Test
  void shouldNotTakeATagForADigestWhenS3SaysItIsNone() throws IOException {
    for (String[] headers :
        List.of(
            new String[] {
              "ETag", "\"" + "0".repeat(32) + "\"", "x-amz-server-side-encryption", "aws:kms"
            },
            new String[] {
              "ETag", "\"" + "0".repeat(32) + "\"", "x-amz-server-side-encryption", "aws:kms:dsse"
            },
            new String[] {
              "ETag",
              "\"" + "0".repeat(32) + "\"",
              "x-amz-server-side-encryption-customer-algorithm",
              "AES256"
            })) {
      answer = new Answer(200, "", headers);
      WrittenObject written = store.write("a", Body.of("abc".getBytes(UTF_8)), Attributes.NONE);
      assertThat(written.opaqueEtag()).isTrue();
    }
    answer =
        new Answer(
            200, "", "ETag", "\"" + MD5_OF_ABC + "\"", "x-amz-server-side-encryption", "AES256");
    assertThat(store.write("a", Body.of("abc".getBytes(UTF_8)), Attributes.NONE).opaqueEtag())
        .isFalse();
    answer = new Answer(200, "", "ETag", "\"0x8DC0FFEE\"");
    assertThat(store.write("a", Body.of("abc".getBytes(UTF_8)), Attributes.NONE).etag())
        .isEqualTo("0x8DC0FFEE");
  }

  @Test
  void shouldTryCreatingAgainWhileS3IsBusyWithAnother() throws IOException {
    // Given
    AtomicInteger puts = new AtomicInteger();
    server.removeContext("/");
    server.createContext(
        "/",
        exchange -> {
          boolean put = exchange.getRequestMethod().equals("PUT");
          answer =
              !put
                  ? error(404, "NoSuchKey")
                  : puts.incrementAndGet() < 3
                      ? error(409, "ConditionalRequestConflict")
                      : new Answer(200, "");
          handle(exchange);
        });

    // When, Then
    assertThat(store.create("a", new byte[1], Attributes.NONE)).isTrue();
    assertThat(puts).hasValue(3);
  }

  @Test
  void shouldLeaveOpenWhetherItCreatedWhatNobodyFinds() {
    Map<Integer, Reason> meanings =
        Map.of(500, Reason.UNKNOWN, 409, Reason.UNKNOWN, 403, Reason.DENIED, 501, Reason.REFUSED);
    server.removeContext("/");
    meanings.forEach(
        (status, reason) -> {
          server.createContext(
              "/",
              exchange -> {
                answer =
                    exchange.getRequestMethod().equals("PUT")
                        ? error(status, "Code")
                        : error(404, "NoSuchKey");
                handle(exchange);
              });
          assertThat(failure(() -> store.create("a", new byte[1], Attributes.NONE)).reason())
              .isEqualTo(reason);
          server.removeContext("/");
        });
  }

  @Test
  void shouldSayThatTheServerCannotBeReached() {
    for (String endpoint : List.of("http://127.0.0.1:1", "http://no-such-host.invalid")) {
      store = open(Map.of("fs.s3a.endpoint", endpoint));
      assertThat(writeFailure().reason()).isEqualTo(Reason.UNREACHABLE);
      assertThat(readFailure()).hasMessageContaining("the server cannot be reached");
    }
  }

  @Test
  void shouldSayThatTheServerSpeaksNoTls() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      // Given
      Thread answering = new Thread(() -> answerInPlainText(plain));
      answering.start();
      store = open(Map.of("fs.s3a.endpoint", "https://127.0.0.1:" + plain.getLocalPort()));

      // When, Then
      assertThat(readFailure().reason()).isEqualTo(Reason.UNREACHABLE);
    }
  }

  private static void answerInPlainText(ServerSocket plain) {
    while (!plain.isClosed()) {
      try (Socket socket = plain.accept()) {
        socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        // Closed, or the client hung up: the loop tells which.
      }
    }
  }

  @Test
  void shouldSendTheConditionsAndDirectivesOfACopy() throws IOException {
    // Given
    answer =
        new Answer(200, "<CopyObjectResult><ETag>\"" + MD5_OF_ABC + "\"</ETag></CopyObjectResult>");

    // When
    String key = " a//b/../%41+ü?x#y/";
    WrittenObject copied =
        store.copy(store, key, MD5_OF_ABC, 3, "b", new Attributes("text/plain", Map.of("k", "ü")));

    // Then
    HttpExchange copy = got.get(0);
    assertThat(copied).isEqualTo(new WrittenObject(-1, MD5_OF_ABC, false));
    assertThat(got).hasSize(1);
    assertThat(copy.getRequestHeaders().getFirst("x-amz-copy-source"))
        .isEqualTo("bucket/%20a//b/../%2541%2B%C3%BC%3Fx%23y/");
    assertThat(copy.getRequestHeaders().getFirst("x-amz-copy-source-if-match"))
        .isEqualTo("\"" + MD5_OF_ABC + "\"");
    assertThat(copy.getRequestHeaders().getFirst("x-amz-metadata-directive")).isEqualTo("REPLACE");
    assertThat(copy.getRequestHeaders().getFirst("x-amz-tagging-directive")).isEqualTo("REPLACE");
    assertThat(copy.getRequestHeaders().getFirst("x-amz-meta-k")).isEqualTo("=?UTF-8?B?w7w=?=");
    assertThat(copy.getRequestHeaders().getFirst("content-type")).isEqualTo("text/plain");
  }

  @Test
  void shouldFollowNoRedirect() throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicInteger asked = new AtomicInteger();
    other.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    other.start();
    try {
      for (int status : new int[] {301, 302, 303, 307, 308}) {
        answer =
            new Answer(
                status,
                "<Error><Code>TemporaryRedirect</Code></Error>",
                "Location",
                "http://127.0.0.1:" + other.getAddress().getPort() + "/bucket/a");
        assertThat(readFailure().reason()).as("%d", status).isEqualTo(Reason.REFUSED);
        assertThat(copyFailure().reason()).as("%d", status).isNotNull();
      }
      assertThat(asked).hasValue(0);
    } finally {
      other.stop(0);
    }
  }

  @Test
  void shouldNoticeThatAReadBrokeOff() throws IOException {
    // Given
    AtomicInteger sent = new AtomicInteger();
    server.removeContext("/");
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1 << 20);
          exchange.getResponseBody().write(new byte[1_000]);
          exchange.getResponseBody().flush();
          sent.incrementAndGet();
          exchange.close();
        });

    // When
    StoreException failure =
        failure(
            () -> {
              try (OpenObject opened = store.open("a", 0)) {
                opened.stream().readAllBytes();
              }
            });

    // Then
    assertThat(failure.reason()).isEqualTo(Reason.UNKNOWN);
    assertThat(failure).hasMessageContaining("broke off after");
    assertThat(sent).hasValue(1);
  }

  @Test
  void shouldRefuseARangeThatWasNotAskedFor() {
    answer = new Answer(200, "whole", "ETag", "\"x\"");
    assertThat(failure(() -> store.open("a", 2))).hasMessageContaining("s3://bucket/a");
  }
}
