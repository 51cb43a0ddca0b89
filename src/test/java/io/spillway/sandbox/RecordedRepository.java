package io.spillway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** The repository {@code example} of the recording, made anew in a sandbox from its listings. */
final class RecordedRepository {
  static final String NAMESPACE = "s3://lakefs-data/example";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String C_PREFIX = "logs/3/";

  private RecordedRepository() {}

  /** Fills the repository; returns the commits by the names of the recording, A, B, C and N. */
  static Map<String, String> fill(Repo repo) throws IOException {
    Branch main = repo.branch("main");
    Branch nasty = repo.createBranch("nasty", "main");
    List<Entry> atA = entries("example-a");
    List<Entry> atB = entries("example-b");
    Map<String, String> commits = new HashMap<>();

    atA.subList(0, atA.size() / 2).forEach(main::stage);
    main.commit("First half");
    atA.forEach(main::stage);
    commits.put("A", main.commit("A: + special names, 4 x 64 MiB", Map.of("source", "load.py")));

    Set<Bytes> keys = new HashSet<>();
    atB.forEach(entry -> keys.add(main.stage(entry).key()));
    atA.stream().filter(e -> !keys.contains(e.key())).forEach(e -> main.delete(e.path()));
    commits.put("B", main.commit("B: +500 ~500 -500 +10 copies"));

    keys.stream().map(Bytes::text).filter(key -> key.startsWith(C_PREFIX)).forEach(main::delete);
    commits.put("C", main.commit("C: delete logs/3/ (187 objects)"));

    entries("example-n").forEach(nasty::stage);
    commits.put("N", nasty.commit("N: names"));
    return commits;
  }

  static List<Entry> entries(String listing) throws IOException {
    return rows(listing).stream().map(RecordedRepository::entry).toList();
  }

  static List<JsonNode> rows(String listing) throws IOException {
    String resource = "/lakefs/listings/" + listing + ".ndjson.gz";
    List<JsonNode> rows = new ArrayList<>();
    try (InputStream in = RecordedRepository.class.getResourceAsStream(resource);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        rows.add(JSON.readTree(line));
      }
    }
    return rows;
  }

  private static Entry entry(JsonNode row) {
    Map<String, String> metadata = new HashMap<>();
    row.path("metadata")
        .fields()
        .forEachRemaining(f -> metadata.put(f.getKey(), f.getValue().asText()));
    String address = row.get("physical_address").asText();
    boolean relative = address.startsWith(NAMESPACE + "/");
    return new Entry(
        Bytes.of(row.get("path").asText()),
        relative ? address.substring(NAMESPACE.length() + 1) : address,
        relative,
        row.get("size_bytes").asLong(),
        row.get("checksum").asText(),
        row.get("mtime").asLong(),
        metadata,
        row.get("content_type").asText(),
        Bytes.EMPTY);
  }
}
