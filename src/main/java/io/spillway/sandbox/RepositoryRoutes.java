package io.spillway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.sandbox.metadata.RangeLimits;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The routes for repositories, branches, tags and commits. */
final class RepositoryRoutes {
  private final Catalog catalog;
  private final RangeLimits limits;

  RepositoryRoutes(Catalog catalog, RangeLimits limits) {
    this.catalog = catalog;
    this.limits = limits;
  }

  void addTo(Routes routes) {
    routes
        .add("GET", "repositories", this::list)
        .add("POST", "repositories", this::create)
        .add("GET", "repositories/*", this::show)
        .add("GET", "repositories/*/branches", this::listBranches)
        .add("POST", "repositories/*/branches", this::createBranch)
        .add("GET", "repositories/*/branches/*", this::showBranch)
        .add("POST", "repositories/*/branches/*/commits", this::commit)
        .add("GET", "repositories/*/tags", this::listTags)
        .add("POST", "repositories/*/tags", this::createTag)
        .add("GET", "repositories/*/tags/*", this::showTag)
        .add("GET", "repositories/*/commits/*", this::showCommit)
        .add("GET", "repositories/*/refs/*/commits", this::log);
  }

  private void list(HttpCall call, List<String> arguments) throws IOException {
    call.answer(
        200, ListingPage.ofNames(call, catalog.repositories(), RepositoryRoutes::json).json());
  }

  private void create(HttpCall call, List<String> arguments) throws IOException {
    JsonNode body = call.json();
    Location namespace;
    try {
      namespace = Location.parse(text(body, "storage_namespace"));
    } catch (SpillwayException e) {
      throw Refusal.badRequest(String.valueOf(e.getMessage()));
    }
    String branch = body.path("default_branch").asText("main");
    call.answer(201, json(catalog.create(text(body, "name"), namespace, branch, limits)));
  }

  private void show(HttpCall call, List<String> arguments) throws IOException {
    call.answer(200, json(repository(arguments)));
  }

  private static Object json(Repo repo) {
    return Map.of(
        "id", repo.id(),
        "storage_id", "",
        "storage_namespace", namespace(repo.storageNamespace()),
        "default_branch", repo.defaultBranch(),
        "creation_date", repo.created(),
        "read_only", false);
  }

  // A bucket's root is written without a slash, as it was given.
  private static String namespace(Location location) {
    String text = location.toString();
    return location.path().isEmpty() ? text.substring(0, text.length() - 1) : text;
  }

  private void listBranches(HttpCall call, List<String> arguments) throws IOException {
    Repo repo = repository(arguments);
    call.answer(
        200,
        ListingPage.ofNames(call, repo.branches(), branch -> ref(branch.name(), branch.head()))
            .json());
  }

  private void createBranch(HttpCall call, List<String> arguments) throws IOException {
    Repo repo = repository(arguments);
    JsonNode body = call.json();
    Branch branch = repo.createBranch(text(body, "name"), text(body, "source"));
    call.answer(201, "text/html", branch.head());
  }

  private void showBranch(HttpCall call, List<String> arguments) throws IOException {
    Branch branch = repository(arguments).branch(arguments.get(1));
    call.answer(200, ref(branch.name(), branch.head()));
  }

  private void commit(HttpCall call, List<String> arguments) throws IOException {
    Repo repo = repository(arguments);
    JsonNode body = call.json();
    Map<String, String> metadata = new HashMap<>();
    body.path("metadata")
        .fields()
        .forEachRemaining(field -> metadata.put(field.getKey(), field.getValue().asText()));
    String id = repo.branch(arguments.get(1)).commit(text(body, "message"), metadata);
    call.answer(201, json(repo.history().commit(id)));
  }

  private void listTags(HttpCall call, List<String> arguments) throws IOException {
    Map<String, Map<String, Object>> tags = new TreeMap<>();
    repository(arguments).tags().forEach((name, commit) -> tags.put(name, ref(name, commit.id())));
    call.answer(200, ListingPage.ofNames(call, tags, tag -> tag).json());
  }

  private void createTag(HttpCall call, List<String> arguments) throws IOException {
    Repo repo = repository(arguments);
    JsonNode body = call.json();
    repo.createTag(text(body, "id"), text(body, "ref"));
    call.answer(201, tag(repo, text(body, "id")));
  }

  private void showTag(HttpCall call, List<String> arguments) throws IOException {
    call.answer(200, tag(repository(arguments), arguments.get(1)));
  }

  private static Object tag(Repo repo, String name) {
    StoredCommit commit = repo.tags().get(name);
    if (commit == null) {
      throw Refusal.notFound("tag not found");
    }
    return ref(name, commit.id());
  }

  private static Map<String, Object> ref(String id, String commitId) {
    return Map.of("commit_id", commitId, "id", id);
  }

  private void showCommit(HttpCall call, List<String> arguments) throws IOException {
    Repo repo = repository(arguments);
    try {
      call.answer(200, json(repo.commit(arguments.get(1))));
    } catch (Refusal e) {
      throw e.status() == 404 ? Refusal.notFound("commit not found") : e;
    }
  }

  private void log(HttpCall call, List<String> arguments) throws IOException {
    Repo repo = repository(arguments);
    ListingPage page = ListingPage.of(call);
    boolean begun = call.text("after").isEmpty();
    for (StoredCommit commit : repo.history().log(repo.commit(arguments.get(1)))) {
      if (begun && !page.add(commit.id(), json(commit))) {
        break;
      }
      begun |= commit.id().equals(call.text("after"));
    }
    call.answer(200, page.json());
  }

  private static Object json(StoredCommit commit) {
    return Map.of(
        "committer", commit.committer(),
        "creation_date", commit.created(),
        "generation", commit.generation(),
        "id", commit.id(),
        "message", commit.message(),
        "meta_range_id", commit.metaRangeId(),
        "metadata", commit.metadata(),
        "parents", commit.parents(),
        "version", 1);
  }

  private Repo repository(List<String> arguments) {
    return catalog.repository(arguments.get(0));
  }

  private static String text(JsonNode body, String field) {
    if (!body.path(field).isTextual()) {
      throw Refusal.badRequest("request body has an error: property \"" + field + "\" is missing");
    }
    return body.path(field).textValue();
  }
}
