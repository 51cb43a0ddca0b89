package io.spillway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.object.Entry;
import io.spillway.sandbox.SandboxClient.Answer;
import io.spillway.store.Attributes;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.s3.S3Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A sandbox whose data and metadata lie on a real S3 server. */
class SandboxOnS3IT {
  private static final Location NAMESPACE = Location.parse("s3://lakefs-data/example");

  private static S3Server server;
  private static Stores stores;
  private static Sandbox sandbox;
  private static Repo repo;
  private static SandboxClient client;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(S3Server.Kind.S3PROXY);
    server.makeBucket("lakefs-data");
    server.makeBucket("elsewhere");
    stores = new Stores(Settings.of(server.settings()));
    sandbox = Sandbox.start(Sandbox.options().stores(stores));
    repo = sandbox.createRepository("example", NAMESPACE);
    client = new SandboxClient(sandbox);
  }

  @AfterAll
  static void stop() throws IOException {
    sandbox.close();
    server.close();
  }

  @Test
  void shouldKeepObjectsAsLakeFsDoes() throws IOException {
    // Given
    Entry entry = repo.branch("main").put("a", text("A"), "text/plain", Map.of("k", "v"));

    // When
    Location address = entry.location(NAMESPACE);
    StoredObject stored = store(address).stat(address.path()).orElseThrow();

    // Then
    assertThat(stored.etag()).isEqualTo(entry.checksum());
    assertThat(stored.attributes()).isEqualTo(Attributes.ofType("application/octet-stream"));
    assertThat(client.get("/repositories/example/refs/main/objects?path=a").text()).isEqualTo("A");
  }

  @Test
  void shouldKeepMetadataFilesInTheStorageNamespace() throws IOException {
    // Given
    repo.branch("main").put("b", text("B"));
    repo.branch("main").commit("with b");

    // When
    Location range = repo.metadataFile(repo.ranges("main").get(0).id());

    // Then
    assertThat(range.toString()).startsWith("s3://lakefs-data/example/_lakefs/");
    assertThat(store(range).stat(range.path())).isPresent();
    assertThat(repo.read(range)).isNotEmpty();
  }

  @Test
  void shouldPresignWhereverLakeFsDoes() throws Exception {
    // Given
    repo.branch("main").put("c d", text("presigned"));
    repo.branch("main").commit("with c");
    String objects = "/repositories/example/refs/main/objects";
    String range = repo.ranges("main").get(0).id();

    // When
    JsonNode row = client.get(objects + "/ls?presign=true&prefix=c").json().at("/results/0");
    Answer read = client.get(objects + "?path=c%20d&presign=true");
    Answer metadata =
        client.get("/repositories/example/metadata/object/range/" + range + "?presign=true");

    // Then
    assertThat(fetch(row.get("physical_address").asText())).isEqualTo(text("presigned"));
    assertThat(row.get("physical_address_expiry").asLong()).isPositive();
    assertThat(read.status()).isEqualTo(302);
    assertThat(fetch(read.header("Location"))).isEqualTo(text("presigned"));
    assertThat(metadata.status()).isEqualTo(302);
    assertThat(fetch(metadata.header("Location"))).isEqualTo(repo.read(repo.metadataFile(range)));
  }

  @Test
  void shouldPresignForAsLongAsItIsToldAndSayWhetherItDoes() throws IOException {
    String list = "/repositories/links/refs/main/objects/ls?presign=true";
    try (Sandbox brief =
            Sandbox.start(Sandbox.options().stores(stores).linksFor(Duration.ofSeconds(30)));
        Sandbox none = Sandbox.start(Sandbox.options().stores(stores).withoutLinks())) {
      // Given
      brief
          .createRepository("links", Location.parse("s3://lakefs-data/brief"))
          .branch("main")
          .put("a", text("A"));
      none.createRepository("links", Location.parse("s3://lakefs-data/none"))
          .branch("main")
          .put("a", text("A"));
      Instant before = Instant.now();

      // When
      JsonNode row = new SandboxClient(brief).get(list).json().at("/results/0");

      // Then
      assertThat(row.get("physical_address").asText()).contains("X-Amz-Expires=30&");
      assertThat(row.get("physical_address_expiry").asLong())
          .isBetween(before.getEpochSecond() + 30, Instant.now().getEpochSecond() + 30);
      assertThat(new SandboxClient(none).get(list).status()).isEqualTo(400);
      for (Sandbox each : List.of(brief, none)) {
        assertThat(
                new SandboxClient(each)
                    .get("/config")
                    .json()
                    .at("/storage_config/pre_sign_support")
                    .asBoolean())
            .isEqualTo(each == brief);
      }
    }
  }

  @Test
  void shouldReadAnImportedObjectWhereItLies() throws IOException {
    // Given
    Location source = Location.parse("s3://elsewhere/with space+plus%25é.txt");
    repo.overwrite(source, text("imported"));
    repo.branch("main").link("i", source, 8, "abc", Attributes.NONE);

    // Then
    String path = "/repositories/example/refs/main/objects?path=i";
    assertThat(client.get(path).text()).isEqualTo("imported");
    repo.remove(source);
    assertThat(client.get(path).status()).isEqualTo(410);
  }

  private static ObjectStore store(Location location) {
    return stores.open(location);
  }

  private static byte[] fetch(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray()).body();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
