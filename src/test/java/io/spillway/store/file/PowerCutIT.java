package io.spillway.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.ApiClient;
import io.spillway.Exporter;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import io.spillway.testing.TestSpark;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power is cut at the worst moments of whole exports: when a SUCCESS marker may be on the disk,
 * all of its commit is; when an outcome may be, so is what it tells.
 */
class PowerCutIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Sandbox sandbox;

  private @TempDir Path folder;
  private Path root;
  private final Map<String, byte[]> commit = new TreeMap<>();
  private final List<String> broken = new CopyOnWriteArrayList<>();
  private int markers;
  private int outcomes;

  @BeforeAll
  static void startSandbox() {
    sandbox = Sandbox.start(Sandbox.options().ranges(40, 20));
  }

  @AfterAll
  static void closeSandbox() {
    sandbox.close();
  }

  @Test
  void shouldSignNothingThatAPowerFailureWouldUndo() throws IOException {
    // Given
    root = folder.toRealPath().resolve("out");
    PowerCut disk = new PowerCut(this::look);
    Repo repo = sandbox.createRepository("power");
    Branch main = repo.branch("main");
    for (int i = 0; i < 250; i++) {
      put(main, "d" + i % 9 + "/e" + i % 5 + "/" + i, "first " + i);
    }
    main.commit("first");

    try (TestStores.Registration ignored =
        TestStores.register(Location.parse("file:///"), store(disk))) {
      assertThat(ignored).isNotNull();

      // When
      exporter(repo).exportAllFromBranch("main");

      // Then
      assertThat(data(disk)).usingRecursiveComparison().isEqualTo(commit);

      // When: some change, some go, one takes the place of a folder
      for (int i = 0; i < 250; i += 7) {
        put(main, "d" + i % 9 + "/e" + i % 5 + "/" + i, "second " + i);
        remove(main, "d" + (i + 1) % 9 + "/e" + (i + 1) % 5 + "/" + (i + 1));
      }
      for (int i = 0; i < 250; i++) {
        if (i % 9 == 3) {
          remove(main, "d3/e" + i % 5 + "/" + i);
        }
      }
      put(main, "d3", "a file where a folder was");
      main.commit("second");
      exporter(repo).exportSinceLast("main");

      // Then
      assertThat(data(disk)).usingRecursiveComparison().isEqualTo(commit);
    }
    assertThat(markers).isEqualTo(2);
    assertThat(outcomes).isGreaterThan(250);
    assertThat(broken).isEmpty();
    assertThat(disk.survivors(root).keySet())
        .filteredOn(name -> name.endsWith("_SUCCESS"))
        .hasSize(2);
  }

  private FileStore store(Durability durability) throws IOException {
    Location location = Location.parse("file://" + root);
    Settings settings =
        new Stores(Settings.of(Map.of())).within(location, "_spillway/tmp").settings();
    return FileStore.open(Path.of("/"), settings, FolderTree::new, durability);
  }

  private Exporter exporter(Repo repo) {
    ApiClient client = new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey());
    return new Exporter(TestSpark.session(), client, repo.id(), "file://" + root);
  }

  private void put(Branch branch, String key, String text) {
    branch.put(key, text.getBytes(UTF_8));
    commit.put(key, text.getBytes(UTF_8));
  }

  private void remove(Branch branch, String key) {
    branch.delete(key);
    commit.remove(key);
  }

  private SortedMap<String, byte[]> data(PowerCut disk) throws IOException {
    SortedMap<String, byte[]> data = disk.survivors(root);
    data.keySet().removeIf(name -> PowerCut.isOurs(name) || name.startsWith("EXPORT_"));
    return data;
  }

  private void look(byte[] content, PowerCut disk) throws IOException {
    if (new String(content, UTF_8).startsWith("state: SUCCESS")) {
      markers++;
      if (!same(data(disk), commit)) {
        broken.add("The marker may be there when " + data(disk).keySet() + " are all that is");
      }
    } else if (content.length > 2 && content[0] == 0x1f && content[1] == (byte) 0x8b) {
      lookAtOutcomes(content, data(disk));
    }
  }

  private void lookAtOutcomes(byte[] content, Map<String, byte[]> kept) throws IOException {
    try (MappingIterator<JsonNode> lines =
        JSON.readerFor(JsonNode.class)
            .readValues(new GZIPInputStream(new ByteArrayInputStream(content)))) {
      while (lines.hasNext()) {
        JsonNode line = lines.next();
        String key = line.get("key").asText();
        outcomes++;
        boolean copied = line.get("action").asText().equals("copy");
        if (copied ? !Arrays.equals(kept.get(key), commit.get(key)) : kept.containsKey(key)) {
          broken.add("An outcome may be there, and not what it tells: " + line);
        }
      }
    }
  }

  private static boolean same(Map<String, byte[]> one, Map<String, byte[]> other) {
    return one.keySet().equals(other.keySet())
        && one.keySet().stream().allMatch(key -> Arrays.equals(one.get(key), other.get(key)));
  }
}
