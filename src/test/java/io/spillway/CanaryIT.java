package io.spillway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.object.Entry;
import io.spillway.object.ReadMode;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.Cli;
import io.spillway.testing.HookServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets that are easily recognised go through exports of all kinds, with all logs at their lowest
 * level and Spark's event log on: none of them may come out anywhere.
 */
class CanaryIT {
  private static final String LAKEFS_SECRET = "canary-lakefs-4711-secret";
  private static final String SESSION_TOKEN = "canary-session-4711-token";
  private static final String LINK_TOKEN = "canary-link-4711-token";
  private static final String HOOK = "/canary-hook-4711";
  private static final Pattern SIGNATURE = Pattern.compile("X-Amz-Signature=([0-9a-f]{64})");

  private static S3Server server;
  private static Stores stores;
  private static Sandbox sandbox;
  private static HookServer hooks;

  @TempDir private Path temporary;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(S3Server.Kind.S3PROXY);
    hooks = HookServer.answering(404);
    server.makeBucket("lake");
    server.makeBucket("out");
    Map<String, String> settings = new HashMap<>(server.settings());
    settings.put("fs.s3a.session.token", LINK_TOKEN);
    stores = new Stores(Settings.of(settings));
    sandbox =
        Sandbox.start(Sandbox.options().credentials("AKIACANARY", LAKEFS_SECRET).stores(stores));
    Repo repo = sandbox.createRepository("example", new Location("s3", "lake", "example"));
    Branch main = repo.branch("main");
    main.put("a", "content".getBytes(UTF_8), "text/csv", Map.of("owner", "team-a"));
    main.put("b", new byte[9 << 20]);
    main.put("t/_SUCCESS", new byte[0]);
    main.commit("m");
    Branch broken = repo.createBranch("broken", "main");
    Entry gone = broken.put("gone", "soon gone".getBytes(UTF_8));
    broken.commit("one of them is gone");
    repo.remove(gone.location(repo.storageNamespace()));
  }

  @AfterAll
  static void stop() throws IOException {
    sandbox.close();
    hooks.close();
    server.close();
  }

  @Test
  void shouldLetNoSecretOut() throws Exception {
    // Given
    Path events = Files.createDirectories(temporary.resolve("events"));
    Map<String, String> written = new TreeMap<>();

    // When
    for (ReadMode mode : ReadMode.values()) {
      for (String branch : List.of("main", "broken")) {
        String run = mode.text() + "-" + branch;
        Cli.Ended ended =
            cli(events, run)
                .run(
                    "example",
                    "s3://out/" + run,
                    "--branch=" + branch,
                    "--read=" + mode.text(),
                    "--notify=" + hooks.url(HOOK),
                    "--verbose");
        assertThat(ended.exitCode())
            .as(run + ended.errors())
            .isEqualTo(branch.equals("main") ? 0 : 1);
        written.put(run + " output", ended.output());
        written.put(run + " errors", ended.errors());
      }
    }
    Cli.Ended refused =
        cli(events, "refused")
            .with("spark.hadoop.fs.s3a.session.token", "")
            .with("spark.hadoop.fs.s3a.secret.key", SESSION_TOKEN + "-as-a-wrong-secret")
            .run("example", "s3://out/refused", "--branch=main", "--verbose");
    assertThat(refused.exitCode()).isEqualTo(3);
    written.put("refused errors", refused.errors());

    // Then
    assertThat(hooks.posted()).hasSize(2 * ReadMode.values().length);
    Map<String, String> files = files();
    Map<String, String> objects = objects();
    assertThat(files.keySet()).anyMatch(name -> name.contains("events/"));
    assertThat(files.keySet()).contains("auto-main.log", "presigned-broken.log");
    assertThat(files.get("auto-main.log")).contains("could not be posted to " + hooks.url(""));
    assertThat(files.get("presigned-main.log")).as("all is logged").contains(" TRACE ", " DEBUG ");
    assertThat(objects.keySet()).anyMatch(key -> key.contains("EXPORT_"));
    assertThat(objects.keySet()).anyMatch(key -> key.contains("export.json"));
    written.putAll(files);
    written.putAll(objects);
    Set<String> canaries = canaries();
    assertThat(canaries).as("signatures of links too").hasSizeGreaterThan(8);
    List<String> found = new ArrayList<>();
    written.forEach(
        (name, text) ->
            canaries.stream()
                .filter(text::contains)
                .map(canary -> name + ": " + lineWith(text, canary))
                .forEach(found::add));
    assertThat(found).isEmpty();
  }

  private static String lineWith(String text, String canary) {
    return text.lines().filter(line -> line.contains(canary)).findFirst().orElse(canary);
  }

  private Cli cli(Path events, String run) throws IOException {
    Path config = temporary.resolve(run + ".properties");
    Files.writeString(
        config,
        String.join(
            "\n",
            "rootLogger.level = all",
            "rootLogger.appenderRef.file.ref = file",
            "appender.file.type = File",
            "appender.file.name = file",
            "appender.file.fileName = " + temporary.resolve(run + ".log"),
            "appender.file.layout.type = PatternLayout",
            "appender.file.layout.pattern = %d %p %c: %m%n%ex",
            ""));
    return Cli.local()
        .with(sandbox)
        .withHadoop(server.settings())
        .with("spark.hadoop.fs.s3a.session.token", SESSION_TOKEN)
        .with("log4j2.configurationFile", config.toString())
        .with("spark.eventLog.enabled", "true")
        .with("spark.eventLog.compress", "false")
        .with("spark.eventLog.dir", events.toUri().toString());
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(temporary)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(temporary.relativize(file).toString(), Files.readString(file, ISO_8859_1));
      }
    }
    return files;
  }

  /** Markers, ledger and data. */
  private static Map<String, String> objects() throws IOException {
    Map<String, String> objects = new TreeMap<>();
    ObjectStore out = stores.open(new Location("s3", "out", ""));
    Iterator<StoredObject> listed = out.list("");
    while (listed.hasNext()) {
      String key = listed.next().key();
      try (OpenObject open = out.open(key, 0)) {
        objects.put("s3://out/" + key, new String(open.stream().readAllBytes(), ISO_8859_1));
      }
    }
    return objects;
  }

  private static Set<String> canaries() {
    Set<String> canaries =
        new TreeSet<>(
            List.of(
                LAKEFS_SECRET,
                Base64.getEncoder().encodeToString(("AKIACANARY:" + LAKEFS_SECRET).getBytes(UTF_8)),
                S3Server.SECRET_KEY,
                SESSION_TOKEN,
                LINK_TOKEN,
                HOOK));
    for (RecordedRequest request : server.requests()) {
      Matcher signature = SIGNATURE.matcher(request.query());
      if (signature.find()) {
        canaries.add(signature.group(1));
      }
    }
    return canaries;
  }
}
