package io.spillway.source.lakefs.api;

import io.lakefs.clients.sdk.BranchesApi;
import io.lakefs.clients.sdk.RefsApi;
import io.lakefs.clients.sdk.RepositoriesApi;
import io.lakefs.clients.sdk.TagsApi;
import io.lakefs.clients.sdk.model.CommitList;
import io.lakefs.clients.sdk.model.Ref;
import io.lakefs.clients.sdk.model.RefList;
import io.lakefs.clients.sdk.model.Repository;
import io.lakefs.clients.sdk.model.RepositoryList;
import io.spillway.base.NearNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Suggestions for names that do not exist, as a sentence that follows the error message. Each
 * listing is read for one page. If the server does not permit a listing, the hint is empty.
 */
final class Hints {
  private static final Logger LOG = LoggerFactory.getLogger(Hints.class);
  private static final int PAGE = LakeFsClient.MAX_PAGE;
  private static final Pattern BEGINNING_OF_ID = Pattern.compile("[0-9a-f]{3,63}");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
  private static final int MOST = 5;

  private final Connection connection;
  private final RepositoriesApi repositories;
  private final BranchesApi branches;
  private final TagsApi tags;
  private final RefsApi refs;

  Hints(Connection connection) {
    this.connection = connection;
    this.repositories = new RepositoriesApi(connection.sdk());
    this.branches = new BranchesApi(connection.sdk());
    this.tags = new TagsApi(connection.sdk());
    this.refs = new RefsApi(connection.sdk());
  }

  /** A function that requests names. */
  private interface Listing {
    List<String> list() throws IOException;
  }

  String onRepository(String name) {
    return NearNames.hint(name, shown(this::repositories));
  }

  String onBranch(String repository, String name) {
    return NearNames.hint(name, shown(() -> branches(repository)));
  }

  /**
   * Returns the hint for a reference, which may be the beginning of several commits' ids. lakeFS
   * reports such a reference as not found.
   */
  String onRef(String repository, String ref) {
    if (ID.matcher(ref).matches()) {
      return "";
    }
    if (BEGINNING_OF_ID.matcher(ref).matches()) {
      List<String> begun =
          shown(() -> commits(repository)).stream().filter(id -> id.startsWith(ref)).toList();
      if (begun.size() > 1) {
        return " It is the beginning of more than one commit's id: " + some(begun) + ".";
      }
    }
    List<String> names = new ArrayList<>(shown(() -> branches(repository)));
    names.addAll(shown(() -> tags(repository)));
    return NearNames.hint(ref, names);
  }

  private static String some(List<String> all) {
    String some = all.stream().limit(MOST).collect(Collectors.joining(", "));
    return all.size() > MOST ? some + " and others" : some;
  }

  private static List<String> shown(Listing listing) {
    try {
      return listing.list();
    } catch (IOException e) {
      LOG.debug("There is no hint: {}", e.getMessage());
      return List.of();
    }
  }

  private List<String> repositories() throws IOException {
    return connection
        .read(
            "the repositories",
            () -> repositories.listRepositories().amount(PAGE).buildCall(null),
            RepositoryList::fromJson)
        .getResults()
        .stream()
        .map(Repository::getId)
        .toList();
  }

  private List<String> branches(String repository) throws IOException {
    return ids(
        connection.read(
            "the branches",
            () -> branches.listBranches(repository).amount(PAGE).buildCall(null),
            RefList::fromJson));
  }

  private List<String> tags(String repository) throws IOException {
    return ids(
        connection.read(
            "the tags",
            () -> tags.listTags(repository).amount(PAGE).buildCall(null),
            RefList::fromJson));
  }

  private static List<String> ids(RefList list) {
    return list.getResults().stream().map(Ref::getId).toList();
  }

  /** Returns the ids of the latest commits of the default branch. */
  private List<String> commits(String repository) throws IOException {
    String branch =
        connection
            .read(
                "the repository",
                () -> repositories.getRepository(repository).buildCall(null),
                Repository::fromJson)
            .getDefaultBranch();
    return connection
        .read(
            "the commits",
            () -> refs.logCommits(repository, branch).amount(PAGE).buildCall(null),
            CommitList::fromJson)
        .getResults()
        .stream()
        .map(io.lakefs.clients.sdk.model.Commit::getId)
        .toList();
  }
}
