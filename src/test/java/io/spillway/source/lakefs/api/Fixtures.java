package io.spillway.source.lakefs.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.base.Location;
import io.spillway.object.Entry;
import io.spillway.source.lakefs.metadata.MetadataFile;
import io.spillway.source.lakefs.metadata.RangeInfo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Metadata files, listings and answers recorded from a real lakeFS server. */
public final class Fixtures {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One commit: its repository, its name in the recording, and how its listing is called. */
  public record Recorded(String repository, String commit, String listing) {
    public Location storageNamespace() throws IOException {
      return Location.parse(commits().at("/" + repository + "/storage_namespace").asText());
    }

    String commitId() throws IOException {
      return commits().at("/" + repository + "/commits/" + commit + "/id").asText();
    }

    public String metaRangeId() throws IOException {
      return commits().at("/" + repository + "/commits/" + commit + "/meta_range_id").asText();
    }

    public MetadataFile metaRange() throws IOException {
      return MetadataFile.open(file(repository, metaRangeId()), "metarange " + metaRangeId());
    }

    public MetadataFile range(RangeInfo range) throws IOException {
      return MetadataFile.open(file(repository, range.id()), "range " + range.id());
    }
  }

  public static final Recorded A = new Recorded("example", "A", "example-a");
  public static final Recorded B = new Recorded("example", "B", "example-b");
  public static final Recorded N = new Recorded("example", "N", "example-n");
  public static final Recorded R = new Recorded("ragged", "R", "ragged-r");
  public static final Recorded R2 = new Recorded("ragged", "R2", "ragged-r2");

  /** The range of 10,021 entries, the only one of commit A, with an index of two levels. */
  public static final String BIG_RANGE =
      "4554dff0d8df3d60769da72cd91eef16640301669ffb2c51580f53585a9ab842";

  /** What a listing says of an object. */
  public record Listed(
      String path,
      long size,
      String checksum,
      String contentType,
      Map<String, String> metadata,
      long modified,
      String address) {

    public static Listed of(Entry entry, Location storageNamespace) {
      return new Listed(
          entry.path(),
          entry.size(),
          entry.checksum(),
          entry.contentType(),
          new TreeMap<>(entry.metadata()),
          entry.modified(),
          entry.location(storageNamespace).toString());
    }

    private static Listed of(JsonNode row) {
      Map<String, String> metadata = new TreeMap<>();
      row.path("metadata")
          .fields()
          .forEachRemaining(pair -> metadata.put(pair.getKey(), pair.getValue().asText()));
      return new Listed(
          row.get("path").asText(),
          row.get("size_bytes").asLong(),
          row.get("checksum").asText(),
          row.path("content_type").asText(),
          metadata,
          row.get("mtime").asLong(),
          row.get("physical_address").asText());
    }
  }

  private Fixtures() {}

  public static Path file(String repository, String id) {
    return Path.of("src/test/resources/lakefs/ranges", repository, id);
  }

  public static List<Listed> listing(String name) throws IOException {
    List<Listed> rows = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(open("listings/" + name + ".ndjson.gz")),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        rows.add(Listed.of(JSON.readTree(line)));
      }
    }
    return rows;
  }

  static JsonNode commits() throws IOException {
    return json("commits.json");
  }

  /** A recorded request and its answer. */
  static JsonNode response(String name) throws IOException {
    return json("responses/" + name + ".json");
  }

  private static JsonNode json(String name) throws IOException {
    try (InputStream in = open(name)) {
      return JSON.readTree(in);
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = Fixtures.class.getResourceAsStream("/lakefs/" + name);
    if (in == null) {
      throw new IOException("There is no fixture " + name);
    }
    return in;
  }
}
