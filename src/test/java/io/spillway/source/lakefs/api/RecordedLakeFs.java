package io.spillway.source.lakefs.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.ApiClient;
import io.spillway.base.Location;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/** A repository of the recording, whose metadata files are counted as they are opened. */
public final class RecordedLakeFs implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String name;
  private final FakeServer server;
  private final FixtureStore.Bucket bucket;
  private final Location namespace;

  private RecordedLakeFs(String name) throws IOException {
    String bucketName = "recorded-" + NUMBER.incrementAndGet();
    this.name = name;
    this.namespace = new Location("fixture", bucketName, name);
    this.bucket = FixtureStore.bucket(bucketName);
    this.server = new FakeServer();
    bucket.answers(key -> FixtureStore.Sent.of(Files.readAllBytes(Fixtures.file(name, idOf(key)))));
  }

  /** Starts a server that knows where the files of that repository lie. */
  public static RecordedLakeFs start(String repository) throws IOException {
    return new RecordedLakeFs(repository);
  }

  private static String idOf(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /** How to reach it. */
  public ApiClient client() {
    return new ApiClient(server.origin(), "key-of-the-test", FakeServer.SECRET);
  }

  /** The repository. */
  public Repository repository() {
    return new Repository(name, namespace, "", "main");
  }

  /** A commit by its name in the recording. */
  public Commit commit(String recorded) throws IOException {
    Fixtures.Recorded commit = new Fixtures.Recorded(name, recorded, "");
    String metaRange = commit.metaRangeId();
    server.on(
        "/repositories/" + name + "/metadata/meta_range/" + metaRange,
        FakeServer.Answer.json(200, "{\"location\":\"_lakefs/" + metaRange + "\"}"));
    return new Commit(name, commit.commitId(), metaRange);
  }

  /** The ids of the files that were opened so far, in that order, as often as they were. */
  public List<String> opened() {
    return bucket.opened().stream().map(RecordedLakeFs::idOf).toList();
  }

  /** What lakeFS said of a difference: by key {@code added}, {@code changed}, {@code removed}. */
  public static Map<String, String> difference(String listing) {
    Map<String, String> types = new TreeMap<>();
    String resource = "/lakefs/listings/" + listing + ".ndjson.gz";
    try (InputStream zipped = RecordedLakeFs.class.getResourceAsStream(resource);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(zipped), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode row = JSON.readTree(line);
        types.put(row.get("path").asText(), row.get("type").asText());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return types;
  }

  @Override
  public void close() {
    server.close();
  }
}
