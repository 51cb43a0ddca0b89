package io.spillway.source.lakefs.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.ApiClient;
import io.spillway.base.SpillwayException;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of names that do not exist. */
class HintsTest {
  private Sandbox sandbox;
  private Repo repo;
  private LakeFsClient client;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start(Sandbox.options());
    repo = sandbox.createRepository("sales-data");
    client =
        LakeFsClient.of(new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey()));
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void shouldNameRepositoriesThatAreLikeIt() {
    sandbox.createRepository("weather");
    sandbox.forgetRequests();

    assertThat(failure(() -> client.repository("sales-dat")))
        .startsWith("Repository 'sales-dat' does not exist")
        .endsWith(" Near names: 'sales-data'.");
    assertThat(sandbox.requests()).as("the question, and one page").hasSize(2);
    assertThat(failure(() -> client.repository("something"))).doesNotContain("Near");
  }

  @Test
  void shouldNameBranchesThatAreLikeIt() {
    repo.createBranch("release-1", "main");
    repo.createBranch("release-2", "main");

    assertThat(failure(() -> client.branchHead("sales-data", "mian")))
        .endsWith(" Near names: 'main'.");
    assertThat(failure(() -> client.branchHead("sales-data", "release-3")))
        .endsWith(" Near names: 'release-1', 'release-2'.");
  }

  @Test
  void shouldNameBranchesAndTagsWhereBothAreMeant() {
    repo.createTag("v1.0", "main");

    assertThat(failure(() -> client.commit("sales-data", "v1.1"))).endsWith(" Near names: 'v1.0'.");
    assertThat(failure(() -> client.commit("sales-data", "maim"))).endsWith(" Near names: 'main'.");
  }

  @Test
  void shouldListTheCommitsThatAShortIdCanMean() {
    // Given: among so many commits two ids begin with the same three digits
    Branch main = repo.branch("main");
    Map<String, List<String>> byBeginning = new TreeMap<>();
    String shared = "";
    for (int i = 0; shared.isEmpty(); i++) {
      main.put("a", new byte[i % 200 + 1]);
      String id = main.commit("commit " + i);
      String beginning = id.substring(0, 3);
      List<String> before = byBeginning.getOrDefault(beginning, List.of());
      if (!before.isEmpty()) {
        shared = beginning;
      }
      byBeginning.put(beginning, List.of(before.isEmpty() ? id : before.get(0), id));
    }
    String ambiguous = shared;

    // When
    String message = failure(() -> client.commit("sales-data", ambiguous));

    // Then
    assertThat(message)
        .contains("does not exist")
        .contains(" It is the beginning of more than one commit's id: ")
        .contains(byBeginning.get(shared));
  }

  @Test
  void shouldGiveNoHintWhereTheServerShowsNoNames() {
    sandbox.refuse(request -> request.path().endsWith("/branches"), 403, "no permission");

    assertThat(failure(() -> client.branchHead("sales-data", "mian")))
        .startsWith("Branch 'mian' of repository 'sales-data' does not exist")
        .doesNotContain("Near", "permission");
  }

  @Test
  void shouldNotSearchForAWholeId() {
    sandbox.forgetRequests();

    assertThat(failure(() -> client.commit("sales-data", "0".repeat(64)))).doesNotContain("Near");
    assertThat(sandbox.requests()).hasSize(1);
  }

  private static String failure(Runnable request) {
    SpillwayException e = catchThrowableOfType(SpillwayException.class, request::run);
    assertThat(e.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT);
    assertThat(e.getMessage()).doesNotContain("\n").endsWith(".");
    return e.getMessage();
  }
}
