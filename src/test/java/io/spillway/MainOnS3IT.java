package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Sandbox;
import io.spillway.store.OpenObject;
import io.spillway.store.Stores;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.Cli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command line with everything on S3, reached by the settings that Hadoop's users have. */
class MainOnS3IT {
  private static final String OUT = "out";

  private static S3Server server;
  private static Stores stores;
  private static Sandbox sandbox;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(S3Server.Kind.S3PROXY);
    server.makeBucket("lake");
    server.makeBucket(OUT);
    stores = new Stores(Settings.of(server.settings()));
    sandbox = Sandbox.start(Sandbox.options().stores(stores));
    Branch main =
        sandbox.createRepository("example", new Location("s3", "lake", "example")).branch("main");
    main.put("a b/größe.txt", bytes("content"), "text/csv", Map.of("owner", "team-a"));
    main.put("a b/_SUCCESS", new byte[0]);
    main.commit("m");
  }

  @AfterAll
  static void stop() throws IOException {
    sandbox.close();
    server.close();
  }

  @BeforeEach
  void forgetRequests() {
    server.forgetRequests();
  }

  @Test
  void shouldExportFromS3ToS3() throws Exception {
    // When
    Cli.Ended ended =
        lakeFs().withHadoop(server.settings()).run("example", "s3a://out/x/", "--branch=main");

    // Then
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    assertThat(ended.output()).contains("  objects   2\n", "  marker    s3a://out/x/EXPORT_");
    assertThat(ended.errorLines()).allMatch(line -> line.startsWith("spillway: "));
    try (OpenObject copied = stores.open(Location.parse("s3://out/")).open("x/a b/größe.txt", 0)) {
      assertThat(copied.stream().readAllBytes()).isEqualTo(bytes("content"));
      assertThat(copied.object().attributes().contentType()).isEqualTo("text/csv");
      assertThat(copied.object().attributes().metadata()).isEqualTo(Map.of("owner", "team-a"));
    }
    assertThat(writes()).hasSizeGreaterThan(2);
  }

  @Test
  void shouldTellThatS3RefusesTheCredentials() throws Exception {
    // When
    Cli.Ended ended =
        lakeFs()
            .withHadoop(server.settings())
            .with("spark.hadoop.fs.s3a.bucket.out.access.key", S3Server.ACCESS_KEY)
            .with("spark.hadoop.fs.s3a.bucket.out.secret.key", "a-wrong-secret")
            .run("example", "s3://out/denied", "--branch=main");

    // Then
    shouldBeOneSentence(ended, 3, "s3://out/denied");
  }

  @Test
  void shouldTellThatThereIsNoSuchBucket() throws Exception {
    // When
    Cli.Ended ended =
        lakeFs().withHadoop(server.settings()).run("example", "s3://no-such/x", "--branch=main");

    // Then
    shouldBeOneSentence(ended, 2, "no-such");
  }

  @Test
  void shouldNotExportIntoTheRepositoryByAnotherNameOfS3() throws Exception {
    // When
    Cli.Ended ended =
        lakeFs()
            .withHadoop(server.settings())
            .run("example", "s3a://lake/example/exports", "--branch=main");

    // Then
    shouldBeOneSentence(ended, 2, "own storage namespace");
    assertThat(writes()).isEmpty();
  }

  private static void shouldBeOneSentence(Cli.Ended ended, int exitCode, String words) {
    assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(exitCode);
    assertThat(ended.output()).isEmpty();
    assertThat(ended.errorLines()).hasSize(1);
    assertThat(ended.errors()).startsWith("spillway: ").contains(words);
  }

  private static List<RecordedRequest> writes() {
    return server.requests().stream().filter(request -> request.method().equals("PUT")).toList();
  }

  private static Cli lakeFs() {
    return Cli.local().with(sandbox);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
