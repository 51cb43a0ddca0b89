package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Bodies;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.Stores;
import io.spillway.store.TestGuard;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No attempt of a request that changes something is sent without permission. */
class GuardedRequestsTest {
  private static final int MIB = 1 << 20;
  private static final S3Limits LIMITS = new S3Limits(5 * MIB, 12 * MIB, 5 * MIB, 16 * MIB);
  private static final String UPLOAD =
      "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>";
  private static final String COMPLETED =
      "<CompleteMultipartUploadResult><ETag>\"x\"</ETag></CompleteMultipartUploadResult>";
  private static final String COPIED = "<CopyObjectResult><ETag>\"x\"</ETag></CopyObjectResult>";
  private static final String PART_COPIED = "<CopyPartResult><ETag>\"x\"</ETag></CopyPartResult>";

  private final ExecutorService serving = Executors.newCachedThreadPool();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger changes = new AtomicInteger();
  private final AtomicLong received = new AtomicLong();
  private final TestGuard guard = new TestGuard();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;
  private volatile HttpHandler answer = GuardedRequestsTest::agree;
  private ObjectStore store;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(serving);
    server.createContext(
        "/",
        exchange -> {
          if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            changes.incrementAndGet();
          }
          answer.handle(exchange);
        });
    server.start();
    store = open(guard, Map.of());
  }

  @AfterEach
  void stop() {
    over.countDown();
    guard.close();
    threads.shutdownNow();
    server.stop(0);
    serving.shutdownNow();
  }

  private ObjectStore open(TestGuard by, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("fs.s3a.endpoint", "http://127.0.0.1:" + server.getAddress().getPort());
    settings.put("fs.s3a.access.key", "someone");
    settings.put("fs.s3a.secret.key", "hush");
    Stores stores =
        new Stores(Settings.of(settings))
            .within(Location.parse("s3://bucket/root"), "_spillway/tmp")
            .guardedBy(by.reference());
    return S3Store.open(Location.parse("s3://bucket/"), stores.settings(), LIMITS);
  }

  private static void agree(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    boolean copies = exchange.getRequestHeaders().containsKey("x-amz-copy-source");
    boolean isPart = query.contains("partNumber");
    String body = "";
    if (exchange.getRequestMethod().equals("POST")) {
      body =
          query.contains("uploads")
              ? UPLOAD
              : query.contains("uploadId") ? COMPLETED : "<DeleteResult></DeleteResult>";
    } else if (copies) {
      body = isPart ? PART_COPIED : COPIED;
    }
    exchange.getResponseHeaders().add("ETag", "\"x\"");
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    if (isHead) {
      exchange.getResponseHeaders().add("Content-Length", "13631488");
    }
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private static Reason reason(Future<?> write) {
    Throwable failure = catchThrowable(() -> write.get(1, TimeUnit.MINUTES)).getCause();
    assertThat(failure).isInstanceOf(StoreException.class);
    return ((StoreException) failure).reason();
  }

  private Future<?> write(String key) {
    return threads.submit(() -> store.write(key, Body.of(new byte[10]), Attributes.NONE));
  }

  private void awaitOver() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void until(BooleanSupplier reached) {
    while (!reached.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  /** Something that changes what the store holds. */
  private interface Change {
    void of(ObjectStore store) throws IOException;
  }

  @Test
  void shouldAskBeforeEachRequestOfEveryOperation() throws IOException {
    byte[] large = new byte[13 * MIB];
    List<Change> operations =
        List.of(
            s -> s.write("root/a", Body.of(new byte[3]), Attributes.NONE),
            s -> s.write("root/b", Body.of(large), Attributes.NONE),
            s -> s.create("root/c", new byte[3], Attributes.NONE),
            s -> s.copy(s, "root/a", "x", 3, "root/d", Attributes.NONE),
            s -> s.copy(s, "root/b", "x", large.length, "root/e", Attributes.NONE),
            s -> s.delete("root/a"),
            s -> s.delete(List.of("root/a", "root/b", "\u0001")),
            s -> {
              try (var open = s.begin("root/f", Attributes.NONE)) {
                open.write(large);
                open.commit();
              }
            });
    for (Change operation : operations) {
      boolean done = false;
      for (int permitted = 0; !done; permitted++) {
        try (TestGuard brief = new TestGuard().permitting(permitted)) {
          // Given
          changes.set(0);
          ObjectStore guarded = open(brief, Map.of());

          // When
          StoreException failure =
              catchThrowableOfType(StoreException.class, () -> operation.of(guarded));

          // Then
          assertThat(changes)
              .as("operation %s, %s permitted", operations.indexOf(operation), permitted)
              .hasValue(brief.begun());
          done = brief.begun() < permitted || (failure == null && brief.refusal().isEmpty());
          if (failure != null) {
            assertThat(failure.reason()).isEqualTo(Reason.LAPSED);
            assertThat(failure).hasMessageContaining("the lease is lost.");
          }
        }
      }
    }
  }

  @Test
  void shouldNotSendARequestAgainOnceThePermissionHasLapsed() {
    // Given
    answer =
        exchange -> {
          guard.lapse();
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        };

    // When
    Future<?> write = write("root/a");

    // Then
    assertThat(reason(write)).isEqualTo(Reason.LAPSED);
    assertThat(changes).hasValue(1);
  }

  @Test
  void shouldAbortWhatIsUnderWayAndSendNothingThatWaits() {
    // Given: one that hangs at the server, and one that waits for its turn
    store = open(guard, Map.of(Stores.MAX_CONCURRENCY, "1"));
    answer = exchange -> awaitOver();
    Future<?> first = write("root/a");
    until(() -> changes.get() == 1);
    Future<?> second = write("root/b");

    // When
    guard.lapse();

    // Then: the server has not answered, and will not
    assertThat(reason(first)).isEqualTo(Reason.LAPSED);
    assertThat(reason(second)).isEqualTo(Reason.LAPSED);
    assertThat(changes).hasValue(1);
  }

  @Test
  void shouldSendNoMoreOfABodyOnceThePermissionHasLapsed() {
    // Given: frozen in the middle of a body, so that nothing aborts the request in time
    byte[] content = new byte[15 * MIB];
    TestGuard frozen = new TestGuard();
    CountDownLatch ended = new CountDownLatch(1);
    answer =
        exchange -> {
          try (InputStream in = exchange.getRequestBody()) {
            byte[] buffer = new byte[1 << 16];
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
              received.addAndGet(got);
            }
          } finally {
            ended.countDown();
          }
        };
    Body body =
        Bodies.streaming(
            content,
            () ->
                new ByteArrayInputStream(content) {
                  @Override
                  public synchronized int read(byte[] bytes, int from, int count) {
                    if (pos > content.length / 2) {
                      frozen.lapseSilently();
                    }
                    return super.read(bytes, from, count);
                  }
                });

    // When, Then
    try (frozen) {
      ObjectStore guarded = open(frozen, Map.of());
      assertThatThrownBy(() -> guarded.write("root/a", body, Attributes.NONE))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LAPSED));
      until(() -> ended.getCount() == 0);
      assertThat(received.get()).isLessThan(content.length);
    }
  }

  @Test
  void shouldLetNothingPassThatHasNoGuard() {
    // Given
    S3Settings settings =
        S3Settings.of(
            Settings.of(
                Map.of(
                    "fs.s3a.endpoint",
                    "http://127.0.0.1:" + server.getAddress().getPort(),
                    "fs.s3a.access.key",
                    "someone",
                    "fs.s3a.secret.key",
                    "hush")),
            "bucket");

    // When, Then
    assertThatThrownBy(
            () ->
                S3Connection.shared(settings)
                    .s3()
                    .deleteObject(request -> request.bucket("bucket").key("a")))
        .hasStackTraceContaining("needs a guard");
    assertThat(changes).hasValue(0);
  }
}
