package io.spillway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.lakefs.clients.sdk.ApiClient;
import io.lakefs.clients.sdk.ApiException;
import io.lakefs.clients.sdk.BranchesApi;
import io.lakefs.clients.sdk.CommitsApi;
import io.lakefs.clients.sdk.ConfigApi;
import io.lakefs.clients.sdk.InternalApi;
import io.lakefs.clients.sdk.MetadataApi;
import io.lakefs.clients.sdk.ObjectsApi;
import io.lakefs.clients.sdk.RefsApi;
import io.lakefs.clients.sdk.RepositoriesApi;
import io.lakefs.clients.sdk.TagsApi;
import io.lakefs.clients.sdk.auth.HttpBasicAuth;
import io.lakefs.clients.sdk.model.BranchCreation;
import io.lakefs.clients.sdk.model.Commit;
import io.lakefs.clients.sdk.model.CommitCreation;
import io.lakefs.clients.sdk.model.Diff;
import io.lakefs.clients.sdk.model.DiffList;
import io.lakefs.clients.sdk.model.ObjectStats;
import io.lakefs.clients.sdk.model.ObjectStatsList;
import io.lakefs.clients.sdk.model.RepositoryCreation;
import io.lakefs.clients.sdk.model.TagCreation;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** lakeFS's own client can talk to the sandbox. */
class SdkTest {
  private Sandbox sandbox;
  private Repo repo;
  private ApiClient client;

  @TempDir Path folder;

  @BeforeEach
  void startSandbox() {
    sandbox = Sandbox.start(Sandbox.options());
    repo = sandbox.createRepository("example");
    client = client(sandbox.secretKey());
  }

  @AfterEach
  void stopSandbox() {
    sandbox.close();
  }

  private ApiClient client(String secret) {
    ApiClient made = new ApiClient().setBasePath(sandbox.url());
    HttpBasicAuth auth = (HttpBasicAuth) made.getAuthentication("basic_auth");
    auth.setUsername(sandbox.accessKey());
    auth.setPassword(secret);
    return made;
  }

  @Test
  void shouldReadACommit() throws ApiException {
    // Given
    repo.branch("main").put("a", text("A"), "text/plain", Map.of("Owner", "me"));
    String id = repo.branch("main").commit("first", Map.of("k", "v"));

    // When
    Commit commit = new CommitsApi(client).getCommit("example", "main").execute();
    String location =
        new MetadataApi(client)
            .getMetaRange("example", commit.getMetaRangeId())
            .execute()
            .getLocation();

    // Then
    assertThat(commit.getId()).isEqualTo(id);
    assertThat(commit.getMetadata()).containsEntry("k", "v");
    assertThat(location).isEqualTo("_lakefs/" + commit.getMetaRangeId());
  }

  @Test
  void shouldListStatAndReadObjects() throws Exception {
    // Given
    repo.branch("main").put("a b/ü%+", text("0123456789"), "text/plain", Map.of("Owner", "me"));
    repo.branch("main").commit("first");
    ObjectsApi objects = new ObjectsApi(client);

    // When
    ObjectStatsList list = objects.listObjects("example", "main").amount(10).execute();
    ObjectStats stat = objects.statObject("example", "main", "a b/ü%+").execute();
    File part = objects.getObject("example", "main", "a b/ü%+").range("bytes=2-4").execute();

    // Then
    assertThat(list.getResults()).hasSize(1).first().isEqualTo(stat);
    assertThat(stat.getMetadata()).containsExactly(Map.entry("owner", "me"));
    assertThat(stat.getSizeBytes()).isEqualTo(10);
    assertThat(part).hasContent("234");
    Files.delete(part.toPath());
  }

  @Test
  void shouldTellDifferences() throws ApiException {
    // Given
    repo.branch("main").put("a", text("A"));
    String before = repo.branch("main").commit("first");
    repo.branch("main").put("b", text("B"));
    repo.branch("main").delete("a");
    repo.branch("main").commit("second");

    // When
    DiffList diff =
        new RefsApi(client).diffRefs("example", before, "main").type("two_dot").execute();

    // Then
    assertThat(diff.getResults())
        .extracting(Diff::getType, Diff::getPath)
        .containsExactly(tuple(Diff.TypeEnum.REMOVED, "a"), tuple(Diff.TypeEnum.ADDED, "b"));
  }

  @Test
  void shouldTakeWrites() throws Exception {
    // Given
    File file = Files.writeString(folder.resolve("content"), "written by the client").toFile();

    // When
    new RepositoriesApi(client)
        .createRepository(
            new RepositoryCreation().name("another").storageNamespace("local://another"))
        .execute();
    new BranchesApi(client)
        .createBranch("another", new BranchCreation().name("dev").source("main"))
        .execute();
    new ObjectsApi(client).uploadObject("another", "dev", "x").content(file).execute();
    new CommitsApi(client)
        .commit("another", "dev", new CommitCreation().message("by the client"))
        .execute();
    new TagsApi(client).createTag("another", new TagCreation().id("v1").ref("dev")).execute();

    // Then
    Repo another = sandbox.repository("another");
    assertThat(another.commit("v1").message()).isEqualTo("by the client");
    assertThat(another.read(another.object("v1", "x").location(another.storageNamespace())))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("written by the client");
  }

  // Older clients ask for the parts one by one.
  @SuppressWarnings("deprecation")
  @Test
  void shouldTellItsConfiguration() throws ApiException {
    assertThat(new ConfigApi(client).getConfig().execute().getStorageConfig().getBlockstoreType())
        .isEqualTo("local");
    assertThat(new InternalApi(client).getStorageConfig().execute().getPreSignSupport()).isFalse();
    assertThat(new InternalApi(client).getLakeFSVersion().execute()).isNotNull();
  }

  @Test
  void shouldRefuseWrongCredentials() {
    assertThatThrownBy(
            () -> new RepositoriesApi(client("wrong")).getRepository("example").execute())
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(401);
              assertThat(e.getResponseBody())
                  .isEqualTo("{\"message\":\"error authenticating request\"}\n");
            });
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
