package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.OpenObject;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.store.s3.S3Server;
import io.spillway.store.s3.S3Uploads;
import io.spillway.testing.Cli;
import io.spillway.testing.S3Lake;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Objects over a lowered {@code --part-threshold}, by the built jar, on a real server. */
class LargeObjectsIT {
  private static final int MIB = 1 << 20;
  private static final String THRESHOLD = "--part-threshold=5MiB";

  @RegisterExtension static final S3Lake lake = S3Lake.on(S3Server.Kind.S3PROXY);

  @TempDir Path temp;

  @AfterEach
  void loseNothing() {
    lake.server().proxy().loseAnswersTo(request -> false);
  }

  @Test
  void shouldCopyWhatIsOverTheThresholdInParts() throws Exception {
    // Given
    Repo repo = lake.repository();
    Branch main = repo.branch("main");
    Map<String, byte[]> committed = new TreeMap<>();
    committed.put("at the threshold", random(5 * MIB));
    committed.put("t/12", random(12 * MIB));
    committed.put("t/20", random(20 * MIB));
    Attributes attributes = new Attributes("text/csv", Map.of("owner", "größe"));
    committed.forEach((key, content) -> main.put(key, Body.of(content), attributes));
    main.commit("m");
    lake.server().forgetRequests();

    // When
    Cli.Ended ended = cli().run(repo.id(), "s3://out/large", "--branch=main", THRESHOLD);

    // Then
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    for (Map.Entry<String, byte[]> object : committed.entrySet()) {
      try (OpenObject copied = lake.out().open("large/" + object.getKey(), 0)) {
        assertThat(copied.stream().readAllBytes()).isEqualTo(object.getValue());
        assertThat(copied.object().attributes()).isEqualTo(attributes);
      }
    }
    assertThat(toKey("large/at the threshold")).hasSize(1);
    assertThat(toKey("large/t/12").size() + toKey("large/t/20").size())
        .as("twice create and complete, seven parts, and one question to the bucket")
        .isEqualTo(4 + 7 + 1);
    assertThat(lake.requests(request -> request.key().contains("/tmp/upload-")))
        .as("two notes, made and deleted")
        .hasSize(4);
    assertThat(S3Uploads.of(lake.server(), S3Lake.OUT)).isEmpty();
  }

  @Test
  void shouldAbortTheUploadsOfAKilledExportWithTheNextOneOfAnotherCommit() throws Exception {
    // Given: an export that stands in the middle of an object, and an upload of somebody else
    Repo repo = lake.repository();
    Branch main = repo.branch("main");
    main.put("large", Body.of(random(12 * MIB)), Attributes.NONE);
    String first = main.commit("first");
    main.put("small", Body.of(new byte[3]), Attributes.NONE);
    main.delete("large");
    String second = main.commit("second");
    Semaphore stands = new Semaphore(0);
    Semaphore goesOn = new Semaphore(0);
    lake.server()
        .proxy()
        .loseAnswersTo(
            request -> {
              if (request.query().contains("partNumber=2&")) {
                stands.release();
                goesOn.acquireUninterruptibly();
              }
              return false;
            });
    Path log = temp.resolve("killed");
    Process killed =
        cli().start(log, repo.id(), "s3://out/killed", "--commit_id=" + first, THRESHOLD);
    boolean standing = stands.tryAcquire(120, TimeUnit.SECONDS);
    assertThat(standing).as(Files.readString(log, StandardCharsets.UTF_8)).isTrue();
    String foreign = S3Uploads.begin(lake.server(), S3Lake.OUT, "killed/large");

    // When
    killed.destroyForcibly().waitFor();
    List<String> left = S3Uploads.of(lake.server(), S3Lake.OUT);
    Cli.Ended next = cli().run(repo.id(), "s3://out/killed", "--commit_id=" + second, THRESHOLD);
    List<String> leftByNext = S3Uploads.of(lake.server(), S3Lake.OUT);
    goesOn.release(1_000);

    // Then
    assertThat(next.exitCode()).as(next.errors()).isZero();
    assertThat(left).hasSize(2).contains(foreign);
    assertThat(leftByNext).containsExactly(foreign);
    assertThat(lake.out().list("killed/_spillway/exports/"))
        .toIterable()
        .noneMatch(object -> object.key().contains("/tmp/"));
    S3Uploads.abort(lake.server(), S3Lake.OUT, "killed/large", foreign);
  }

  private static byte[] random(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private static List<RecordedRequest> toKey(String key) {
    return lake.requests(
        request ->
            request.key().equals(key)
                && request.bucket().equals(S3Lake.OUT)
                && (request.isCopy() || request.method().equals("POST")));
  }

  private static Cli cli() {
    return Cli.local()
        .with(lake.sandbox())
        .withHadoop(lake.server().settings())
        .with("spark.spillway.lease.time", "5s");
  }
}
