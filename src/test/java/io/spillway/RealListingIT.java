package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.outcome.Summary.Count;
import io.spillway.report.ExportReport;
import io.spillway.sandbox.Repo;
import io.spillway.store.OpenObject;
import io.spillway.store.StoredObject;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.Listing;
import io.spillway.testing.S3Lake;
import io.spillway.testing.TaskCounter;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The 10,021 keys that a real lakeFS listed, from S3 to S3. */
class RealListingIT {
  private static final String PREFIX = "some exports/latest";
  private static final double REQUESTS_PER_OBJECT = 1.02;

  /** Beside the copies: lease, ledger, metadata, outcomes; deletes go a thousand at a time. */
  private static final int REQUESTS_PER_DIFFERENCE = 150;

  @ParameterizedTest
  @EnumSource(S3Server.Kind.class)
  void shouldExportEveryKeyOfARealListing(S3Server.Kind kind) throws IOException {
    try (S3Lake lake = S3Lake.start(kind);
        TaskCounter tasks = TaskCounter.on(TestSpark.session())) {
      // Given
      List<Listing.Item> items = new ArrayList<>(Listing.read("example-a"));
      assertThat(items).hasSize(10_021);
      if (kind == S3Server.Kind.S3PROXY) {
        // It keeps objects as files: an object cannot lie below another.
        items.removeIf(item -> item.path().equals("special/prefix/a/b"));
      }
      Repo repo = lake.repository();
      lake.put(repo.branch("main"), items);
      String first = repo.branch("main").commit("A");
      assertThat(repo.ranges("main")).as("as with lakeFS's own settings").hasSize(1);
      lake.server().forgetRequests();

      // When
      ExportReport report = lake.exporter(repo, PREFIX).exportAllFromBranch("main");
      tasks.await();

      // Then
      int requests = lake.server().requests().size();
      System.out.printf(
          Locale.ROOT,
          "%s: %d objects, %d requests, %d ms%n",
          kind,
          report.objects(),
          requests,
          report.duration().toMillis());
      assertThat(report.objects()).isEqualTo(items.size());
      // The large ones were uploaded in parts: their tags are no MD5s. local-s3 ignores the guard.
      assertThat(report.summary().count(Count.PROVED_BY_SIZE))
          .isEqualTo(kind == S3Server.Kind.S3PROXY ? 4 : 0);
      assertThat(requests).isLessThanOrEqualTo((int) (items.size() * REQUESTS_PER_OBJECT));
      assertThat(tasks.tasksOf("round 1")).isGreaterThanOrEqualTo(TestSpark.CORES);
      shouldHaveWrittenSuccessObjectsLast(lake.written(PREFIX));
      assertThat(dataOf(lake.written(PREFIX)))
          .containsExactlyInAnyOrderElementsOf(items.stream().map(Listing.Item::path).toList());
      shouldBeEqual(lake, items, items, kind);

      // And when
      List<Listing.Item> later = shouldExportWhatChangedSince(first, lake, repo, items, kind);
      List<Listing.Item> changed = new ArrayList<>(later);
      changed.removeAll(new HashSet<>(items));
      shouldBeEqual(lake, changed, later, kind);
    }
  }

  /** What the same server listed of the next commit, which is exported as a difference. */
  private static List<Listing.Item> shouldExportWhatChangedSince(
      String first, S3Lake lake, Repo repo, List<Listing.Item> before, S3Server.Kind kind)
      throws IOException {
    // Given
    List<Listing.Item> after = new ArrayList<>(Listing.read("example-b"));
    if (kind == S3Server.Kind.S3PROXY) {
      after.removeIf(item -> item.path().equals("special/prefix/a/b"));
    }
    List<Listing.Item> put = new ArrayList<>(after);
    put.removeAll(new HashSet<>(before));
    List<String> deleted = new ArrayList<>(before.stream().map(Listing.Item::path).toList());
    deleted.removeAll(after.stream().map(Listing.Item::path).collect(Collectors.toSet()));
    deleted.forEach(repo.branch("main")::delete);
    lake.put(repo.branch("main"), put);
    repo.branch("main").commit("B");
    lake.server().forgetRequests();

    // When
    ExportReport report = lake.exporter(repo, PREFIX).exportFrom("main", first);

    // Then
    int changes = put.size() + deleted.size();
    int requests = lake.server().requests().size();
    System.out.printf(
        Locale.ROOT,
        "%s: %d changes, %d of them deletes, %d requests (%.3f per change), %d ms%n",
        kind,
        changes,
        deleted.size(),
        requests,
        (double) requests / changes,
        report.duration().toMillis());
    assertThat(changes).as("rows of the real server's own diff").isEqualTo(1_510);
    assertThat(report.since()).contains(first);
    assertThat(dataOf(lake.written(PREFIX)))
        .containsExactlyInAnyOrderElementsOf(put.stream().map(Listing.Item::path).toList());
    assertThat(report.objects()).isEqualTo(put.size());
    assertThat(report.deleted()).isEqualTo(deleted.size());
    assertThat(requests).isLessThanOrEqualTo(put.size() + REQUESTS_PER_DIFFERENCE);
    for (String path : deleted) {
      assertThat(lake.out().stat(PREFIX + "/" + path)).as(path).isEmpty();
    }
    return after;
  }

  private static void shouldHaveWrittenSuccessObjectsLast(List<String> written) {
    List<String> data = dataOf(written);
    int first =
        data.indexOf(data.stream().filter(RealListingIT::isSuccess).findFirst().orElseThrow());
    assertThat(data.subList(first, data.size()))
        .hasSizeGreaterThan(1)
        .allMatch(RealListingIT::isSuccess);
    List<String> outside = written.stream().filter(key -> !key.startsWith("_spillway/")).toList();
    assertThat(outside.get(outside.size() - 1)).as("the marker is the last").startsWith("EXPORT_");
  }

  private static boolean isSuccess(String key) {
    return key.equals("_SUCCESS") || key.endsWith("/_SUCCESS");
  }

  /** Those that were brought are read, all are listed. */
  private static void shouldBeEqual(
      S3Lake lake, List<Listing.Item> brought, List<Listing.Item> all, S3Server.Kind kind) {
    List<String> expected = all.stream().map(Listing.Item::path).toList();
    brought.parallelStream().forEach(item -> shouldBeThere(lake, item, kind));
    if (kind == S3Server.Kind.S3PROXY) { // the other one skips keys between the pages of a listing
      assertThat(dataOf(listed(lake))).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static List<String> listed(S3Lake lake) {
    List<String> keys = new ArrayList<>();
    try {
      lake.out()
          .list(PREFIX + "/")
          .forEachRemaining(object -> keys.add(object.key().substring(PREFIX.length() + 1)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return keys;
  }

  private static List<String> dataOf(List<String> keys) {
    return keys.stream()
        .filter(key -> !key.startsWith("_spillway/") && !key.startsWith("EXPORT_"))
        .toList();
  }

  private static void shouldBeThere(S3Lake lake, Listing.Item item, S3Server.Kind kind) {
    try (OpenObject open = lake.out().open(PREFIX + "/" + item.path(), 0);
        var expected = item.body().open()) {
      assertThat(java.util.Arrays.equals(open.stream().readAllBytes(), expected.readAllBytes()))
          .as(item.path())
          .isTrue();
      StoredObject stored = open.object();
      if (kind == S3Server.Kind.S3PROXY) { // the other one loses content types when it copies
        assertThat(stored.attributes().metadata())
            .as(item.path())
            .isEqualTo(item.attributes().metadata());
        assertThat(withoutSpaces(stored))
            .as(item.path())
            .isEqualTo(item.attributes().contentType().replace(" ", ""));
      }
    } catch (IOException e) {
      throw new AssertionError(item.path(), e);
    }
  }

  /** The server writes {@code a/b; c=d} as {@code a/b;c=d}. */
  private static String withoutSpaces(StoredObject stored) {
    return stored.attributes().contentType().replace(" ", "");
  }
}
