package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.Meter;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import io.spillway.store.Traffic;
import io.spillway.store.Traffic.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store does when the server is too busy, or stalls. */
class BusyServerTest {
  private static final int WRITES = 100;

  private final ExecutorService serving = Executors.newCachedThreadPool();
  private final ExecutorService threads = Executors.newFixedThreadPool(40);
  private final Meter meter = new Meter();
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private volatile HttpHandler answer = exchange -> answer(exchange, 200);
  private S3Store store;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(serving);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          answer.handle(exchange);
        });
    server.start();
    store = open(Map.of());
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    server.stop(0);
    serving.shutdownNow();
  }

  private Settings settings(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("fs.s3a.endpoint", "http://127.0.0.1:" + server.getAddress().getPort());
    settings.put("fs.s3a.access.key", "someone");
    settings.put("fs.s3a.secret.key", "hush");
    settings.putAll(more);
    return Settings.of(settings);
  }

  private S3Store open(Map<String, String> more) {
    return S3Store.open(Location.parse("s3://bucket/"), settings(more), S3Limits.DEFAULT);
  }

  private Limiter limiter(Map<String, String> more) {
    S3Connection shared = S3Connection.shared(S3Settings.of(settings(more), "bucket"));
    return ((LimitedClient) shared.s3()).limiter("bucket");
  }

  private static void answer(HttpExchange exchange, int status, String... headers)
      throws IOException {
    for (int i = 0; i < headers.length; i += 2) {
      exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private List<Future<Void>> write(int objects) {
    List<Future<Void>> results = new ArrayList<>();
    for (int i = 0; i < objects; i++) {
      String key = "a" + i;
      Callable<Void> write =
          () -> {
            try (Meter.Scope ignored = meter.bind()) {
              store.write(key, Body.of(new byte[10]), Attributes.NONE);
            }
            return null;
          };
      results.add(threads.submit(write));
    }
    return results;
  }

  private static void until(BooleanSupplier reached) {
    while (!reached.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldSendFewerRequestsToABusyServerAndMoreAgainWhenItKeepsUp() throws Exception {
    // Given
    Limiter limiter = limiter(Map.of());
    CountDownLatch all = new CountDownLatch(Window.START);
    CountDownLatch later = new CountDownLatch(1);
    AtomicLong busyAt = new AtomicLong();
    AtomicLong nextAt = new AtomicLong();
    answer =
        exchange -> {
          if (all.getCount() > 0) {
            all.countDown();
            await(all);
            busyAt.compareAndSet(0, System.nanoTime());
            answer(exchange, 503, "Retry-After", "1");
          } else {
            nextAt.compareAndSet(0, System.nanoTime());
            await(later);
            answer(exchange, 200);
          }
        };

    // When
    List<Future<Void>> writes = write(WRITES);
    until(() -> limiter.inFlight() == Window.START / 2 && nextAt.get() > 0);

    // Then: half as many, once the pause was over
    assertThat(limiter.size()).isEqualTo(Window.START / 2);
    assertThat(nextAt.get() - busyAt.get()).isGreaterThanOrEqualTo(1_000_000_000L);

    // When
    later.countDown();
    for (Future<Void> write : writes) {
      write.get();
    }

    // Then
    assertThat(limiter.size()).isGreaterThan(Window.START / 2);
    assertThat(limiter.inFlight()).isZero();
    assertThat(meter.traffic())
        .isEqualTo(
            Traffic.of(
                Map.of(
                    Kind.PUT,
                    (long) WRITES + Window.START,
                    Kind.SENT,
                    10L * (WRITES + Window.START),
                    Kind.RETRIES,
                    (long) Window.START,
                    Kind.THROTTLES,
                    (long) Window.START)));
    assertThat(requests).hasValue(WRITES + Window.START);
  }

  @Test
  void shouldCountABusyAnswerToAHead() throws IOException {
    // Given
    answer = exchange -> answer(exchange, requests.get() == 1 ? 503 : 404);

    // When
    try (Meter.Scope ignored = meter.bind()) {
      store.stat("a");
    }

    // Then
    assertThat(limiter(Map.of()).size()).isEqualTo(Window.START / 2);
    assertThat(meter.traffic().count(Kind.HEAD)).isEqualTo(2);
    assertThat(meter.traffic().count(Kind.THROTTLES)).isEqualTo(1);
    assertThat(meter.traffic().count(Kind.RETRIES)).isEqualTo(1);
  }

  @Test
  void shouldGoOnTryingWhenManyCallsFailAtOnce() throws Exception {
    // Given
    store = open(Map.of("fs.s3a.attempts.maximum", "5"));
    answer = exchange -> answer(exchange, 500);

    // When
    List<Future<Void>> writes = write(40);
    for (Future<Void> write : writes) {
      assertThatThrownBy(write::get);
    }

    // Then: the SDK's own circuit breaker would have stopped that after a hundred retries
    assertThat(requests).hasValue(5 * 40);
    assertThat(meter.traffic().count(Kind.RETRIES)).isEqualTo(4 * 40);
    assertThat(meter.traffic().count(Kind.THROTTLES)).isZero();
  }

  @Test
  void shouldNotExceedTheCeilingThatTheUserSet() throws Exception {
    // Given
    Map<String, String> three = Map.of(Stores.MAX_CONCURRENCY, "3");
    store = open(three);
    AtomicInteger inFlight = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    answer =
        exchange -> {
          most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
          Thread.yield();
          inFlight.decrementAndGet();
          answer(exchange, 200);
        };

    // When
    for (Future<Void> write : write(WRITES)) {
      write.get();
    }

    // Then
    assertThat(most.get()).isBetween(1, 3);
    assertThat(limiter(three).size()).isEqualTo(3);
  }

  @Test
  void shouldHoldNoPlaceWhileABodyIsRead() throws IOException {
    // Given
    store = open(Map.of(Stores.MAX_CONCURRENCY, "1"));
    answer =
        exchange -> {
          if (exchange.getRequestMethod().equals("GET")) {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write(new byte[5]);
            exchange.close();
          } else {
            answer(exchange, 200);
          }
        };

    // When
    byte[] read;
    try (Meter.Scope ignored = meter.bind();
        OpenObject reading = store.open("a", 0)) {
      store.write("b", Body.of(new byte[1]), Attributes.NONE);
      read = reading.stream().readAllBytes();
    }

    // Then
    assertThat(read).hasSize(5);
    assertThat(meter.traffic().count(Kind.RECEIVED)).isEqualTo(5);
    assertThat(meter.traffic().count(Kind.SENT)).isEqualTo(1);
  }

  @Test
  void shouldLimitACopyAtTheBucketThatItGoesTo() throws IOException {
    // Given
    Limiter limiter = limiter(Map.of());
    AtomicInteger inFlight = new AtomicInteger();
    String tag = "0cc175b9c0f1b6a831c399e269772661";
    answer =
        exchange -> {
          inFlight.set(limiter.inFlight());
          byte[] body =
              ("<CopyObjectResult><ETag>" + tag + "</ETag></CopyObjectResult>").getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        };

    // When
    try (Meter.Scope ignored = meter.bind()) {
      store.copy(store, "a", tag, 1_000, "b", Attributes.NONE);
    }

    // Then
    assertThat(inFlight).hasValue(1);
    assertThat(meter.traffic().count(Kind.COPY)).isEqualTo(1);
    assertThat(meter.traffic().count(Kind.COPIED)).isEqualTo(1_000);
    assertThat(meter.traffic().count(Kind.SENT)).isZero();
  }

  @Test
  void shouldGiveUpABodyThatStalls() throws IOException {
    // Given
    store = open(Map.of("fs.s3a.connection.timeout", "300"));
    CountDownLatch over = new CountDownLatch(1);
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          await(over);
        };

    // When
    StoreException failure;
    try (OpenObject opened = store.open("a", 0)) {
      failure = catchThrowableOfType(StoreException.class, () -> opened.stream().readAllBytes());
    }
    over.countDown();

    // Then
    assertThat(failure).hasMessageContaining("broke off after 10 bytes");
  }
}
