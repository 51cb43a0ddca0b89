package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.StoreException;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.WriteGuard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Uploads in parts on a real server: what says what they are, and what is left of killed ones. */
class S3UploadsIT {
  private static final long MIB = 1 << 20;
  private static final Location ROOT = Location.parse("s3://uploads/root");
  private static final String TEMPORARY = "_spillway/exports/x/tmp";
  private static final Attributes TEXT = new Attributes("text/plain", Map.of("owner", "team-a"));
  private static S3Server server;

  private S3Store store;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(S3Server.Kind.S3PROXY);
    server.makeBucket("uploads");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void open() {
    store = open(Map.of());
    server.forgetRequests();
  }

  @AfterEach
  void loseNothing() {
    server.proxy().loseAnswersTo(request -> false);
  }

  private static S3Store open(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(server.settings());
    settings.putAll(more);
    return S3Store.open(
        ROOT.container(),
        new Stores(Settings.of(settings)).within(ROOT, TEMPORARY).settings(),
        new S3Limits(5 * MIB, 5 * MIB, 5 * MIB, 5 * MIB));
  }

  @Test
  void shouldSayTheSameOfEveryObjectHoweverItIsMade() throws IOException {
    // Given
    store =
        open(
            Map.of(
                "fs.s3a.encryption.algorithm", "SSE-KMS",
                "fs.s3a.encryption.key", "arn:aws:kms:r:1:key/k",
                "fs.s3a.create.storage.class", "standard_ia",
                "fs.s3a.acl.default", "Private"));
    byte[] large = new byte[(int) (11 * MIB)];

    // When: put, sent in parts, copied, copied in parts, and what is for records
    String small = store.write("root/put", Body.of(new byte[3]), TEXT).etag();
    String tag = store.write("root/parts", Body.of(large), TEXT).etag();
    store.copy(store, "root/put", small, 3, "root/copy", TEXT);
    store.copy(store, "root/parts", tag, large.length, "root/copied-parts", TEXT);

    // Then
    List<RecordedRequest> makers =
        server.requests().stream()
            .filter(
                request ->
                    request.query().equals("uploads")
                        || (request.method().equals("PUT") && request.query().isEmpty()))
            .toList();
    assertThat(makers).extracting(RecordedRequest::key).contains("root/put", "root/parts");
    assertThat(makers).extracting(RecordedRequest::key).contains("root/copy", "root/copied-parts");
    for (RecordedRequest maker : makers) {
      boolean data = !maker.key().contains("/_spillway/");
      assertThat(maker.header("x-amz-server-side-encryption")).as("%s", maker).contains("aws:kms");
      assertThat(maker.header("x-amz-server-side-encryption-aws-kms-key-id"))
          .contains("arn:aws:kms:r:1:key/k");
      assertThat(maker.header("x-amz-acl")).contains("private");
      assertThat(maker.header("x-amz-storage-class").isPresent()).as("%s", maker).isEqualTo(data);
    }
    assertThat(makers).filteredOn(maker -> maker.key().contains("/_spillway/")).hasSize(2);
  }

  @Test
  void shouldSayNothingOfItWhenReadingDeletingOrSendingParts() throws IOException {
    // Given
    store = open(Map.of("fs.s3a.encryption.algorithm", "AES256", "fs.s3a.acl.default", "Private"));
    byte[] large = new byte[(int) (6 * MIB)];
    store.write("root/read", Body.of(large), TEXT);
    String tag = store.stat("root/read").orElseThrow().etag();
    store.open("root/read", 0).stream().close();
    store.copy(store, "root/read", tag, large.length, "root/copied", TEXT);
    store.delete("root/read");
    keys("root/");

    // Then
    assertThat(server.requests())
        .filteredOn(
            request ->
                !request.query().equals("uploads")
                    && !(request.method().equals("PUT") && request.query().isEmpty()))
        .hasSizeGreaterThan(8)
        .allMatch(
            request ->
                request.headers().keySet().stream()
                    .noneMatch(
                        name -> name.startsWith("x-amz-server-side") || name.equals("x-amz-acl")));
  }

  @Test
  void shouldAbortWhatAKilledProcessLeftAndNothingElse() throws Exception {
    // Given: begun and not ended, with keys as odd as they come
    String odd = "root/a b\nupload %41/ü";
    S3Calls calls = calls();
    S3Multipart killed = S3Multipart.begin(calls, odd, TEXT);
    S3Multipart other = S3Multipart.begin(calls, "root/other", TEXT);
    String foreign =
        calls
            .s3()
            .createMultipartUpload(request -> request.bucket("uploads").key("root/other"))
            .uploadId();
    assertThat(uploads()).contains(killed.uploadId(), other.uploadId(), foreign);
    List<String> notes = keys("root/" + TEMPORARY + "/");
    assertThat(notes).hasSize(2);
    store.write("root/" + TEMPORARY + "/something", Body.of(new byte[3]), TEXT);
    store.write("root/" + TEMPORARY + "/upload-damaged", Body.of(new byte[3]), TEXT);

    // When
    store.giveUp(keys("root/" + TEMPORARY + "/"));
    store.giveUp(notes); // what is aborted already is fine, and so is a note that is gone
    store.delete(notes);
    store.giveUp(notes);

    // Then
    assertThat(uploads()).containsExactly(foreign);
    calls
        .s3()
        .abortMultipartUpload(
            request -> request.bucket("uploads").key("root/other").uploadId(foreign));
  }

  @Test
  void shouldAbortNoUploadOfAKeyOutsideTheRoot() throws Exception {
    // Given: whoever may write at the destination has written notes of the uploads of others
    S3Calls calls = calls();
    for (String key : List.of("elsewhere/a", "root-beside/a", "root")) {
      String upload =
          calls
              .s3()
              .createMultipartUpload(request -> request.bucket("uploads").key(key))
              .uploadId();
      byte[] note = ("spillway multipart upload 1\n" + upload + "\n" + key).getBytes(UTF_8);
      store.write("root/" + TEMPORARY + "/upload-hostile", Body.of(note), TEXT);

      // When
      store.giveUp(keys("root/" + TEMPORARY + "/"));

      // Then
      assertThat(uploads()).as(key).contains(upload);
      calls
          .s3()
          .abortMultipartUpload(request -> request.bucket("uploads").key(key).uploadId(upload));
    }
    store.delete(keys("root/" + TEMPORARY + "/"));
  }

  @Test
  void shouldFailCleanlyWhenItsUploadIsAbortedUnderIt() throws Exception {
    // Given: a worker that outlives its run stands before its second part
    byte[] large = new byte[(int) (11 * MIB)];
    String tag = store.write("root/from", Body.of(large), TEXT).etag();
    Semaphore stands = new Semaphore(0);
    Semaphore goesOn = new Semaphore(0);
    server
        .proxy()
        .loseAnswersTo(
            request -> {
              if (request.query().contains("partNumber=2&")) {
                stands.release();
                goesOn.acquireUninterruptibly();
              }
              return false;
            });
    ExecutorService worker = Executors.newSingleThreadExecutor();
    try {
      Future<StoreException> zombie =
          worker.submit(
              () ->
                  catchThrowableOfType(
                      StoreException.class,
                      () -> store.copy(store, "root/from", tag, large.length, "root/to", TEXT)));
      assertThat(stands.tryAcquire(60, TimeUnit.SECONDS)).isTrue();

      // When
      List<String> notes = keys("root/" + TEMPORARY + "/");
      store.giveUp(notes);
      store.delete(notes);
      goesOn.release(1_000);

      // Then
      assertThat(notes).hasSize(1);
      assertThat(zombie.get(60, TimeUnit.SECONDS))
          .hasMessageContaining("NoSuchUpload")
          .hasNoSuppressedExceptions();
      assertThat(store.stat("root/to")).isEmpty();
      assertThat(uploads()).isEmpty();
    } finally {
      goesOn.release(1_000);
      worker.shutdownNow();
    }
  }

  @Test
  void shouldTakeTwoRequestsMoreForAnObjectInParts() throws IOException {
    // Given
    byte[] large = new byte[(int) (11 * MIB)];
    String tag = store.write("root/large", Body.of(large), TEXT).etag();
    store.copy(store, "root/large", tag, large.length, "root/first", TEXT); // it learns
    server.forgetRequests();

    // When
    store.copy(store, "root/large", tag, large.length, "root/copy", TEXT);

    // Then: the source's size, create, note, three parts, complete, no note
    assertThat(server.requests()).hasSize(5 + 3);
    assertThat(server.requests()).filteredOn(request -> request.key().contains("/tmp/")).hasSize(2);
  }

  private static S3Calls calls() {
    Settings settings = Settings.of(server.settings());
    return new S3Calls(
        ROOT.container(),
        new GuardedClient(
            S3Connection.shared(S3Settings.of(settings, "uploads")).s3(), WriteGuard.NONE),
        S3Writing.of(new Stores(settings).within(ROOT, TEMPORARY).settings(), "uploads"));
  }

  private List<String> uploads() {
    return calls()
        .s3()
        .listMultipartUploads(request -> request.bucket("uploads"))
        .uploads()
        .stream()
        .map(MultipartUpload::uploadId)
        .toList();
  }

  private List<String> keys(String prefix) throws IOException {
    List<String> keys = new ArrayList<>();
    Iterator<StoredObject> listed = store.list(prefix);
    listed.forEachRemaining(object -> keys.add(object.key()));
    return keys;
  }
}
