package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.Digests;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.WrittenObject;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent as it comes, and in parts, to a server that fails as it is told. */
class StreamedWriteTest {
  private static final int MIB = 1 << 20;

  private final ConcurrentLinkedQueue<String> got = new ConcurrentLinkedQueue<>();
  private final Map<String, byte[]> kept = new HashMap<>();
  private final Map<String, AtomicInteger> failures = new HashMap<>();
  private final byte[] content = new byte[3 * MIB];
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private HttpServer server;
  private ObjectStore store;

  @BeforeEach
  void start() throws IOException {
    new Random(5).nextBytes(content);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::handle);
    server.start();
    Map<String, String> settings =
        Map.of(
            "fs.s3a.endpoint", "http://127.0.0.1:" + server.getAddress().getPort(),
            "fs.s3a.access.key", "key",
            "fs.s3a.secret.key", "secret",
            "fs.s3a.attempts.maximum", "3");
    S3Limits limits = new S3Limits(MIB, 100 * MIB, MIB, 50 * MIB);
    store = S3Store.open(Location.parse("s3://bucket/"), Settings.of(settings), limits);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
    String what = exchange.getRequestMethod() + (query.isEmpty() ? "" : " " + query);
    got.add(what);
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range != null) {
      got.add(range + " if " + exchange.getRequestHeaders().getFirst("If-Match"));
    }
    AtomicInteger left = failures.get(what);
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (left != null && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      answer(exchange, 500, "<Error><Code>InternalError</Code></Error>");
      return;
    }
    switch (exchange.getRequestMethod()) {
      case "PUT" -> put(exchange, query.isEmpty() ? "" : query, body);
      case "POST" ->
          answer(
              exchange,
              200,
              query.equals("uploads")
                  ? "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>"
                  : "<CompleteMultipartUploadResult><ETag>\"done\"</ETag></CompleteMultipartUploadResult>");
      case "DELETE" -> answer(exchange, 204, "");
      default -> get(exchange);
    }
  }

  private void put(HttpExchange exchange, String part, byte[] body) throws IOException {
    String signed = exchange.getRequestHeaders().getFirst("x-amz-content-sha256");
    if (!signed.equals("UNSIGNED-PAYLOAD")) {
      answer(exchange, 400, "<Error><Code>ReadTwice</Code></Error>");
      return;
    }
    String md5 = Digests.md5Hex(body);
    if (!S3Calls.base64(md5).equals(exchange.getRequestHeaders().getFirst("Content-MD5"))) {
      answer(exchange, 400, "<Error><Code>BadDigest</Code></Error>");
      return;
    }
    synchronized (kept) {
      kept.put(part, body);
    }
    exchange.getResponseHeaders().add("ETag", "\"" + md5 + "\"");
    answer(exchange, 200, "");
  }

  /** Breaks off in the middle of what it was asked for, unless it is little. */
  private void get(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    int length = content.length - from;
    exchange.getResponseHeaders().add("ETag", "\"tag\"");
    if (from > 0) {
      String header = "bytes " + from + "-" + (content.length - 1) + "/" + content.length;
      exchange.getResponseHeaders().add("Content-Range", header);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, length);
    exchange.getResponseBody().write(content, from, length > MIB ? length / 2 : length);
    exchange.getResponseBody().flush();
    exchange.close();
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void fail(String request, int times) {
    failures.put(request, new AtomicInteger(times));
  }

  @Test
  void shouldSendWhatItsMd5IsKnownOfInOneRequestThatReadsItOnce() throws IOException {
    // When
    WrittenObject written = store.write("a", body(content, md5()), Attributes.NONE);

    // Then
    assertThat(got).containsExactly("PUT");
    assertThat(kept.get("")).isEqualTo(content);
    assertThat(written).isEqualTo(new WrittenObject(content.length, md5(), false));
    assertThat(opened).hasValue(1);
    assertThat(open).as("left open").hasValue(0);
  }

  @Test
  void shouldReadAgainWhatItHasToSendAgain() throws IOException {
    // Given
    fail("PUT", 1);

    // When
    store.write("a", body(content, md5()), Attributes.NONE);

    // Then
    assertThat(got).containsExactly("PUT", "PUT");
    assertThat(kept.get("")).isEqualTo(content);
    assertThat(opened).hasValue(2);
    assertThat(open).as("left open").hasValue(0);
  }

  @Test
  void shouldBeRefusedByTheServerWhenABitWasFlippedOnTheWay() {
    // Given: nobody but the server sees what became of the bytes
    byte[] flipped = content.clone();
    flipped[2 * MIB] ^= 1;

    // When
    Throwable failure =
        catchThrowable(() -> store.write("a", body(flipped, md5()), Attributes.NONE));

    // Then
    assertThat(failure).hasMessageContaining("BadDigest");
    assertThat(((StoreException) failure).reason()).isEqualTo(Reason.REFUSED);
    assertThat(kept).isEmpty();
  }

  @Test
  void shouldNotRepeatARequestWhoseBodyFailed() {
    // Given
    IOException broken = new IOException("the source broke");
    Body body =
        body(
            content,
            md5(),
            in ->
                new FilterInputStream(in) {
                  private int given;

                  @Override
                  public int read(byte[] bytes, int from, int count) throws IOException {
                    if (given > MIB) {
                      throw broken;
                    }
                    int got = super.read(bytes, from, count);
                    given += got;
                    return got;
                  }
                });

    // When, Then
    assertThat(catchThrowable(() -> store.write("a", body, Attributes.NONE))).isSameAs(broken);
    assertThat(opened).hasValue(1);
    assertThat(open).as("left open").hasValue(0);
    assertThat(kept).isEmpty();
  }

  @Test
  void shouldHoldABodyToItsSize() {
    for (int size : List.of(content.length - 1, content.length + 1)) {
      Body body =
          new Body() {
            @Override
            public long size() {
              return size;
            }

            @Override
            public Optional<String> md5() {
              return Optional.of(StreamedWriteTest.this.md5());
            }

            @Override
            public InputStream open() {
              return new ByteArrayInputStream(content);
            }
          };

      // When, Then
      assertThat(catchThrowable(() -> store.write("a", body, Attributes.NONE)))
          .hasMessageContaining("it should have " + size + " bytes");
      assertThat(kept).isEmpty();
    }
  }

  @Test
  void shouldBufferWhatIsSmallSoThatItIsReadOnceWhateverHappens() throws IOException {
    // Given
    byte[] small = new byte[MIB];
    fail("PUT", 2);

    // When
    store.write("a", body(small, Digests.md5Hex(small)), Attributes.NONE);

    // Then
    assertThat(got).containsExactly("PUT", "PUT", "PUT");
    assertThat(opened).hasValue(1);
  }

  @Test
  void shouldSendInPartsWhatNobodyKnowsTheMd5Of() throws IOException {
    // Given
    fail("PUT partNumber=2&uploadId=u", 1);

    // When
    store.write("a", body(content, ""), Attributes.NONE);

    // Then
    assertThat(got).hasSize(1 + 4 + 1).contains("POST uploads", "POST uploadId=u");
    assertThat(kept.get("partNumber=1&uploadId=u")).hasSize(MIB);
    assertThat(kept.get("partNumber=2&uploadId=u"))
        .isEqualTo(Arrays.copyOfRange(content, MIB, 2 * MIB));
    assertThat(opened).hasValue(1);
  }

  @Test
  void shouldLeaveNothingBehindWhenAPartIsRefusedForGood() {
    // Given
    fail("PUT partNumber=2&uploadId=u", Integer.MAX_VALUE);

    // When
    Throwable failure = catchThrowable(() -> store.write("a", body(content, ""), Attributes.NONE));

    // Then: the parts end first, then the upload is given up
    assertThat(failure).hasMessageContaining("s3://bucket/a").hasMessageContaining("500");
    assertThat(new ArrayList<>(got)).last().isEqualTo("DELETE uploadId=u");
    assertThat(open).as("left open").hasValue(0);
  }

  @Test
  void shouldSendTheLastPartAsSmallAsItIs() throws IOException {
    for (int size : List.of(2 * MIB - 1, 2 * MIB, 2 * MIB + 1)) {
      // Given
      kept.clear();
      byte[] cut = Arrays.copyOf(content, size);

      // When
      store.write("a", body(cut, ""), Attributes.NONE);

      // Then
      assertThat(kept).hasSize((size + MIB - 1) / MIB);
      assertThat(kept.values().stream().mapToInt(part -> part.length).sum()).isEqualTo(size);
    }
  }

  @Test
  void shouldAskForTheSameObjectWhenItReadsOn() throws IOException {
    try (OpenObject first = store.open("a", 0);
        OpenObject rest = store.open("a", 3 * MIB - 10, "tag")) {
      assertThat(first.object().etag()).isEqualTo("tag");
      assertThat(rest.stream().readAllBytes())
          .isEqualTo(Arrays.copyOfRange(content, 3 * MIB - 10, 3 * MIB));
      assertThat(got).contains("bytes=" + (3 * MIB - 10) + "- if \"tag\"");
    }
    assertThat(catchThrowable(() -> store.open("a", 5, "other")))
        .isInstanceOfSatisfying(
            StoreException.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.CHANGED));
  }

  private String md5() {
    return Digests.md5Hex(content);
  }

  private interface Wrapping {
    InputStream wrap(InputStream in);
  }

  private Body body(byte[] bytes, String md5) {
    return body(bytes, md5, in -> in);
  }

  private Body body(byte[] bytes, String md5, Wrapping wrapping) {
    return new Body() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public Optional<String> md5() {
        return md5.isEmpty() ? Optional.empty() : Optional.of(md5);
      }

      @Override
      public InputStream open() {
        opened.incrementAndGet();
        open.incrementAndGet();
        return new FilterInputStream(wrapping.wrap(new ByteArrayInputStream(bytes))) {
          private boolean closed;

          @Override
          public void close() {
            open.addAndGet(closed ? 0 : -1);
            closed = true;
          }
        };
      }
    };
  }
}
