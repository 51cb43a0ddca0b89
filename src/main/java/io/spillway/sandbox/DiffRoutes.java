package io.spillway.sandbox;

import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import io.spillway.sandbox.Differences.Difference;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The routes for diffs between two references, and between a branch and its last commit. */
final class DiffRoutes {
  private static final NavigableMap<Bytes, StagedChange> NOTHING = Collections.emptyNavigableMap();

  private final Catalog catalog;

  DiffRoutes(Catalog catalog) {
    this.catalog = catalog;
  }

  void addTo(Routes routes) {
    routes
        .add("GET", "repositories/*/refs/*/diff/*", this::diff)
        .add("GET", "repositories/*/branches/*/diff", this::uncommitted);
  }

  private void diff(HttpCall call, List<String> arguments) throws IOException {
    ListingPage.of(call);
    String type = call.find("type").orElse("three_dot");
    if (!type.equals("two_dot") && !type.equals("three_dot")) {
      String problem = "Invalid format for parameter type: '" + type + "' is not one of its values";
      call.answer(400, "text/plain; charset=utf-8", problem + "\n");
      return;
    }
    Repo repo = catalog.repository(arguments.get(0));
    // Both sides are commits: changes staged on a branch are in no diff of references.
    StoredCommit left = repo.commit(arguments.get(1));
    StoredCommit right = repo.commit(arguments.get(2));
    StoredCommit base = type.equals("two_dot") ? left : repo.history().mergeBase(left, right);
    View before = repo.view(base, NOTHING);
    View after = repo.view(right, NOTHING);
    answer(call, from -> Differences.between(before, after, from));
  }

  private void uncommitted(HttpCall call, List<String> arguments) throws IOException {
    Branch branch = catalog.repository(arguments.get(0)).branch(arguments.get(1));
    View before = branch.committed();
    View after = branch.view();
    answer(call, from -> Differences.uncommitted(before, after, from));
  }

  private static void answer(HttpCall call, Listing.Source<Difference> source) throws IOException {
    boolean stats = call.flag("include_right_stats", false);
    Listing<Difference> listing =
        new Listing<>(
            source,
            difference -> difference.entry().key(),
            difference -> row(difference, stats),
            DiffRoutes::prefix);
    call.answer(200, listing.page(call).json());
  }

  private static Object row(Difference difference, boolean stats) {
    Entry entry = difference.entry();
    Map<String, Object> row = new TreeMap<>();
    row.put("path", entry.path());
    row.put("path_type", "object");
    row.put("size_bytes", entry.size());
    row.put("type", difference.type());
    if (stats) {
      row.put(
          "right",
          Map.of(
              "checksum", entry.checksum(),
              "content_type", entry.contentType(),
              "metadata", entry.metadata(),
              "mtime", entry.modified()));
    }
    return row;
  }

  private static Object prefix(String path) {
    return Map.of("path", path, "path_type", "common_prefix", "type", "prefix_changed");
  }
}
