package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Bodies;
import io.spillway.store.Body;
import io.spillway.store.NotDeleted;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which requests reach a real server, and what happens when its answers do not come back. */
class S3RequestsIT {
  private static final Attributes JSON = Attributes.ofType("application/json");
  private static S3Server server;

  private ObjectStore store;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(S3Server.Kind.S3PROXY);
    server.makeBucket("copies-from");
    server.makeBucket("copies-to");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void open() {
    store = open("s3://copies-to/", server.settings());
    server.forgetRequests();
  }

  @AfterEach
  void loseNothing() {
    server.proxy().loseAnswersTo(request -> false);
  }

  private static ObjectStore open(String location, Map<String, String> settings) {
    return S3Store.open(Location.parse(location), Settings.of(settings), S3Limits.DEFAULT);
  }

  @Test
  void shouldCopyWithOneRequestEach() throws Exception {
    // Given
    ObjectStore from = open("s3a://copies-from/", server.settings());
    int count = 1_000;
    byte[] content = "small".getBytes(UTF_8);
    String etag = from.write("0", Body.of(content), JSON).etag();
    List<Callable<WrittenObject>> writes = new ArrayList<>();
    List<Callable<WrittenObject>> copies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String key = "c/" + i + " ü%41+";
      writes.add(() -> from.write(key, Body.of(content), JSON));
      copies.add(() -> store.copy(from, key, etag, content.length, key, JSON));
    }
    together(writes);
    server.forgetRequests();

    // When
    long start = System.nanoTime();
    together(copies);
    long millis = (System.nanoTime() - start) / 1_000_000;

    // Then
    System.getLogger("bench")
        .log(
            System.Logger.Level.INFO,
            count + " copies in " + millis + " ms: " + count * 1_000L / millis + "/s");
    assertThat(server.requests())
        .hasSize(count)
        .allMatch(request -> request.isCopy() && request.method().equals("PUT"));
    assertThat(server.requests().stream().map(RecordedRequest::key).distinct())
        .hasSize(count)
        .contains("c/7 ü%41+");
    assertThat(server.requests().get(0).bucket()).isEqualTo("copies-to");
  }

  @Test
  void shouldSendTheDigestOfWhatItWrites() throws IOException {
    // When
    store.write("digest", Body.of("hello".getBytes(UTF_8)), JSON);

    // Then
    RecordedRequest put = server.requests().get(0);
    assertThat(server.requests()).hasSize(1);
    assertThat(put.header("content-md5")).hasValue("XUFAKrxLKna5cZ2REBfFkg==");
    assertThat(put.headers().keySet())
        .noneMatch(name -> name.startsWith("x-amz-checksum") || name.startsWith("x-amz-trailer"));
    assertThat(put.header("x-amz-sdk-checksum-algorithm")).isEmpty();
    assertThat(put.header("expect")).isEmpty();
  }

  @Test
  void shouldSendTheDigestOfEachPartAndLeaveNoPartsBehind() throws IOException {
    // When
    store.write("parts", Body.of(new byte[20 << 20]), JSON);
    IOException broken =
        catchThrowableOfType(
            IOException.class,
            () -> store.write("broken", Bodies.breakingAt(9 << 20, 20 << 20), JSON));

    // Then
    assertThat(broken).isNotNull();
    List<RecordedRequest> parts = requests(request -> request.method().equals("PUT"));
    assertThat(parts)
        .hasSize(3 + 1)
        .allMatch(
            part -> part.header("content-md5").isPresent() && part.query().contains("partNumber"));
    assertThat(
            requests(
                request -> request.method().equals("DELETE") && request.key().equals("broken")))
        .hasSize(1);
    assertThat(store.stat("broken")).isEmpty();
  }

  @Test
  void shouldKnowItsOwnObjectWhenTheAnswerToItsCreationWasLost() throws IOException {
    // Given
    loseFirstAnswerTo(request -> request.method().equals("PUT"));

    // When
    boolean created = store.create("lease", "mine".getBytes(UTF_8), JSON);

    // Then
    assertThat(created).isTrue();
    assertThat(requests(request -> request.method().equals("PUT"))).hasSize(2);
    assertThat(store.create("lease", "mine".getBytes(UTF_8), JSON)).isFalse();
  }

  @Test
  void shouldSeeTheOtherWhoCreatedFirst() throws IOException {
    // Given
    store.create("taken", "theirs".getBytes(UTF_8), JSON);
    loseFirstAnswerTo(request -> request.method().equals("PUT"));

    // When, Then
    assertThat(store.create("taken", "mine".getBytes(UTF_8), JSON)).isFalse();
  }

  @Test
  void shouldKnowItsOwnUploadWhenTheAnswerToItsCompletionWasLost() throws IOException {
    // Given
    loseFirstAnswerTo(
        request -> request.method().equals("POST") && request.query().startsWith("uploadId"));

    // When
    WrittenObject written = store.write("completed", Body.of(new byte[20 << 20]), JSON);

    // Then
    assertThat(written.etag())
        .endsWith("-3")
        .isEqualTo(store.stat("completed").orElseThrow().etag());
    assertThat(requests(request -> request.method().equals("POST"))).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void shouldNotKnowWhatBecameOfAWriteThatNobodyAnswers() throws IOException {
    // Given
    server
        .proxy()
        .loseAnswersTo(request -> request.key().equals("lost") && request.method().equals("PUT"));

    // When
    Throwable failure =
        catchThrowableOfType(
            IOException.class, () -> store.write("lost", Body.of(new byte[3]), JSON));

    // Then
    assertThat(((StoreException) failure).reason()).isEqualTo(Reason.UNKNOWN);
    assertThat(failure)
        .hasMessageContaining("s3://copies-to/lost")
        .hasMessageContaining("no answer came");
    assertThat(store.stat("lost")).isPresent();
  }

  @Test
  void shouldDeleteAThousandWithOneRequest() throws IOException {
    // Given
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 1_001; i++) {
      keys.add("delete/" + i);
    }
    store.write("delete/7", Body.of(new byte[0]), JSON);
    store.write("delete/1000", Body.of(new byte[0]), JSON);
    server.forgetRequests();

    // When
    List<NotDeleted> left = store.delete(keys);

    // Then
    assertThat(left).isEmpty();
    assertThat(server.requests())
        .hasSize(2)
        .allMatch(request -> request.method().equals("POST") && request.query().equals("delete"))
        .allMatch(request -> request.header("content-md5").isPresent())
        .allMatch(
            request ->
                request.headers().keySet().stream()
                    .noneMatch(name -> name.startsWith("x-amz-checksum")));
    assertThat(store.list("delete/").hasNext()).isFalse();
  }

  @Test
  void shouldDeleteAgainWhenTheAnswerWasLost() throws IOException {
    // Given
    store.write("delete/a", Body.of(new byte[0]), JSON);
    store.write("delete/b", Body.of(new byte[0]), JSON);
    loseFirstAnswerTo(request -> request.query().equals("delete"));

    // When, Then
    assertThat(store.delete(List.of("delete/a", "delete/b"))).isEmpty();
    assertThat(requests(request -> request.query().equals("delete"))).hasSize(2);
    assertThat(store.list("delete/").hasNext()).isFalse();
  }

  @Test
  void shouldReuseTheConnectionOfWhatWasReadToItsEnd() throws IOException {
    // Given
    store.write("read", Body.of(new byte[1 << 20]), JSON);

    // When
    for (int i = 0; i < 300; i++) {
      try (OpenObject opened = store.open("read", (1 << 20) - 10)) {
        assertThat(opened.stream().readNBytes(10)).hasSize(10);
      }
    }

    // Then
    assertThat(server.proxy().connections()).isLessThan(100);
  }

  @Test
  void shouldSayThatTheCredentialsAreWrong() {
    for (String name : List.of("fs.s3a.secret.key", "fs.s3a.access.key")) {
      // Given
      Map<String, String> wrong = new HashMap<>(server.settings());
      wrong.put(name, "wrong-one");
      ObjectStore denied = open("s3://copies-to/", wrong);

      // When, Then
      StoreException failure =
          catchThrowableOfType(
              StoreException.class, () -> denied.write("a", Body.of(new byte[3]), JSON));
      assertThat(failure.reason()).isEqualTo(Reason.DENIED);
      assertThat(failure)
          .hasMessageStartingWith("Cannot write s3://copies-to/a: S3 says 403")
          .hasMessageNotContaining("wrong-one");
      assertThat(catchThrowableOfType(StoreException.class, () -> denied.stat("a")).reason())
          .isEqualTo(Reason.DENIED);
      assertThat(store.reaches(denied)).isFalse();
    }
  }

  private void loseFirstAnswerTo(Predicate<RecordedRequest> which) {
    AtomicInteger met = new AtomicInteger();
    server.proxy().loseAnswersTo(request -> which.test(request) && met.getAndIncrement() == 0);
  }

  private static List<RecordedRequest> requests(Predicate<RecordedRequest> which) {
    return server.requests().stream().filter(which).toList();
  }

  private static <T> void together(List<Callable<T>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      for (Future<T> result : threads.invokeAll(calls)) {
        result.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
