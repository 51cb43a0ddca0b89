package io.spillway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** What a real lakeFS server listed, with contents made up to the sizes that it listed. */
public final class Listing {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Listing() {}

  /** One object of a listing. */
  public record Item(String path, long size, Attributes attributes) {
    /** Content of that size, another for each path. */
    public Body body() {
      return new Body() {
        @Override
        public long size() {
          return size;
        }

        @Override
        public InputStream open() {
          return new Noise(path.hashCode(), size);
        }
      };
    }
  }

  /** Bytes without end in sight, the same for the same seed. */
  private static final class Noise extends InputStream {
    private final int seed;
    private final long size;
    private long position;

    Noise(int seed, long size) {
      this.seed = seed;
      this.size = size;
    }

    @Override
    public int read() {
      return position == size ? -1 : at(position++);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int count = (int) Math.min(length, size - position);
      for (int i = 0; i < count; i++) {
        buffer[offset + i] = (byte) at(position + i);
      }
      position += count;
      return count == 0 && length > 0 ? -1 : count;
    }

    private int at(long index) {
      return (int) ((seed + index * 31 + (index >>> 8)) & 0xff);
    }
  }

  /** Reads {@code lakefs/listings/<name>.ndjson.gz} of the test resources. */
  public static List<Item> read(String name) throws IOException {
    List<Item> items = new ArrayList<>();
    String resource = "/lakefs/listings/" + name + ".ndjson.gz";
    try (InputStream zipped = Listing.class.getResourceAsStream(resource);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(zipped), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        items.add(item(JSON.readTree(line)));
      }
    }
    return items;
  }

  private static Item item(JsonNode row) {
    Map<String, String> metadata = new TreeMap<>();
    row.path("metadata")
        .fields()
        .forEachRemaining(field -> metadata.put(field.getKey(), field.getValue().asText()));
    return new Item(
        row.get("path").asText(),
        row.get("size_bytes").asLong(),
        new Attributes(row.path("content_type").asText(), metadata));
  }
}
