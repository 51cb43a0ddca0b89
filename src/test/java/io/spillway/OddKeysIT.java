package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.report.ExportReport;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.Stores;
import io.spillway.store.memory.MemoryStore;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.Listing;
import io.spillway.testing.S3Lake;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Keys that a real lakeFS took and that something on the way might change: on object stores they
 * are just keys.
 */
class OddKeysIT {
  private static final String PREFIX = "odd/exports";

  @Test // defects 4, 7 and 8
  void shouldExportOddKeysFromS3ToS3AsTheyStand() throws IOException {
    try (S3Lake lake = S3Lake.start(S3Server.Kind.LOCAL_S3)) {
      // Given
      List<Listing.Item> items = items();
      Repo repo = lake.repository();
      put(repo.branch("main"), items);
      lake.server().forgetRequests();

      // When
      ExportReport report = lake.exporter(repo, PREFIX).exportAllFromBranch("main");

      // Then
      assertThat(report.objects()).isEqualTo(items.size());
      shouldHoldExactly(lake.out(), items);
      assertThat(
              lake.requests(
                  request ->
                      request.method().equals("PUT")
                          && request.bucket().equals(S3Lake.OUT)
                          && !request.key().startsWith(PREFIX + "/")))
          .as("nothing beside the destination")
          .isEmpty();
    }
  }

  @Test // defects 4, 7 and 8
  void shouldExportOddKeysBetweenStoresThatHoldEveryKey() throws IOException {
    Stores stores = new Stores(Settings.of(Map.of()));
    try (Sandbox sandbox = Sandbox.start(Sandbox.options().stores(stores))) {
      // Given
      List<Listing.Item> items = items();
      Repo repo = sandbox.createRepository("odd", new Location("memory", "odd-keys-lake", "repo"));
      put(repo.branch("main"), items);
      ApiClient client = new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey());

      // When
      new Exporter(TestSpark.session(), client, "odd", "memory://odd-keys-out/" + PREFIX)
          .exportAllFromBranch("main");

      // Then
      ObjectStore out = MemoryStore.named("odd-keys-out");
      shouldHoldExactly(out, items);
      List<String> all = new ArrayList<>();
      out.list("").forEachRemaining(object -> all.add(object.key()));
      assertThat(all).allMatch(key -> key.startsWith(PREFIX + "/"));
    }
  }

  /** Those of the listing, and two of which one would be the other's folder. */
  private static List<Listing.Item> items() throws IOException {
    List<Listing.Item> items = new ArrayList<>(Listing.read("example-n"));
    assertThat(items).hasSize(11);
    for (String key : List.of("p/a", "p/a/b")) {
      items.add(new Listing.Item(key, 40, items.get(0).attributes()));
    }
    return items;
  }

  private static void put(Branch main, List<Listing.Item> items) {
    items.forEach(item -> main.put(item.path(), item.body(), item.attributes()));
    main.commit("odd keys");
  }

  private static void shouldHoldExactly(ObjectStore out, List<Listing.Item> items)
      throws IOException {
    List<String> keys = new ArrayList<>();
    out.list(PREFIX + "/")
        .forEachRemaining(object -> keys.add(object.key().substring(PREFIX.length() + 1)));
    keys.removeIf(key -> key.startsWith("_spillway/") || key.startsWith("EXPORT_"));
    assertThat(keys)
        .containsExactlyInAnyOrderElementsOf(items.stream().map(Listing.Item::path).toList());
    for (Listing.Item item : items) {
      try (OpenObject open = out.open(PREFIX + "/" + item.path(), 0);
          InputStream expected = item.body().open()) {
        assertThat(open.stream().readAllBytes()).as(item.path()).isEqualTo(expected.readAllBytes());
      }
    }
  }
}
