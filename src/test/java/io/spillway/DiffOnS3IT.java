package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.export.ExportOptions;
import io.spillway.outcome.Summary.Count;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.request.MaxDelete;
import io.spillway.request.ProgressListener;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.store.Attributes;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.Listing;
import io.spillway.testing.S3Lake;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Exports of differences from S3 to S3. */
class DiffOnS3IT {
  @RegisterExtension static final S3Lake lake = S3Lake.on(S3Server.Kind.S3PROXY);

  private static int prefixes;

  private Repo repo;
  private Branch main;
  private String prefix;

  @BeforeEach
  void makeRepository() {
    repo = lake.repository();
    main = repo.branch("main");
    prefix = "d" + ++prefixes;
  }

  @Test // defect 5, first half
  void shouldExportAChangeOfMetadataOrContentTypeAlone() throws IOException {
    // Given
    Attributes before = new Attributes("text/plain", Map.of("owner", "team-a"));
    for (String key : List.of("metadata", "type", "neither", "dropped")) {
      main.put(key, bytes("same"), before.contentType(), before.metadata());
    }
    String first = main.commit("first");
    lake.exporter(repo, prefix).exportAllFromCommit(first);
    main.put("metadata", bytes("same"), "text/plain", Map.of("owner", "team-b", "new", "x"));
    main.put("type", bytes("same"), "text/csv", before.metadata());
    main.put("neither", bytes("same"), before.contentType(), before.metadata());
    main.put("dropped", bytes("same"), "text/plain", Map.of());
    main.commit("second");
    lake.server().forgetRequests();

    // When
    ExportReport report = lake.exporter(repo, prefix).exportFrom("main", first);

    // Then
    assertThat(report.objects()).isEqualTo(3);
    assertThat(dataOf(lake.written(prefix)))
        .as("the same content at another physical address is no change")
        .containsExactlyInAnyOrder("metadata", "type", "dropped");
    assertThat(attributes("metadata"))
        .isEqualTo(new Attributes("text/plain", Map.of("owner", "team-b", "new", "x")));
    assertThat(attributes("type")).isEqualTo(new Attributes("text/csv", before.metadata()));
    assertThat(attributes("dropped").metadata()).isEmpty();
    assertThat(attributes("neither")).isEqualTo(before);
  }

  @Test
  void shouldDeleteManyObjectsWithOneRequestAfterAllCopies() throws IOException {
    // Given
    int gone = 2_300;
    List<Listing.Item> items = new ArrayList<>();
    for (int i = 0; i < gone; i++) {
      items.add(new Listing.Item("old/" + i, 3, Attributes.NONE));
    }
    items.add(new Listing.Item("old/_SUCCESS", 0, Attributes.NONE));
    items.add(new Listing.Item("new/_SUCCESS", 1, Attributes.NONE));
    lake.put(main, items);
    String first = main.commit("first");
    lake.exporter(repo, prefix).exportAllFromCommit(first);
    items.forEach(item -> main.delete(item.path()));
    main.put("new/a", bytes("a"));
    main.put("new/_SUCCESS", bytes("changed"));
    main.commit("second");
    lake.server().forgetRequests();

    // When
    ExportReport report =
        exporter(ExportOptions.DEFAULT.with(Conduct.DEFAULT.with(MaxDelete.parse("100%"))))
            .exportFrom("main", first);

    // Then
    assertThat(report.deleted()).isEqualTo(gone + 1);
    assertThat(dataOf(keys())).containsExactly("new/_SUCCESS", "new/a");
    List<RecordedRequest> out = lake.requests(request -> request.bucket().equals(S3Lake.OUT));
    List<String> order =
        out.stream()
            .filter(request -> request.isCopy() || isDeletion(request))
            .map(request -> request.isCopy() ? request.key() : "deletion")
            .toList();
    assertThat(order).startsWith(prefix + "/new/a", prefix + "/new/_SUCCESS", "deletion");
    List<String> deletions = order.subList(2, order.size());
    System.out.printf(
        Locale.ROOT, "%d deletes with %d requests%n", report.deleted(), deletions.size());
    assertThat(deletions).containsOnly("deletion").hasSizeBetween(4, 20);
    assertThat(out)
        .as("none is deleted alone")
        .noneMatch(
            request ->
                request.method().equals("DELETE") && request.key().startsWith(prefix + "/old/"));
  }

  @Test
  void shouldCopyTheRestWhenRunAgainOnS3() throws IOException {
    // Given
    List<Listing.Item> items = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      items.add(new Listing.Item("k/" + i, 5, Attributes.NONE));
    }
    lake.put(main, items);
    var gone = main.put("gone", bytes("x"));
    main.commit("first");
    repo.remove(gone.location(repo.storageNamespace()));
    RepeatedExports.failure(() -> lake.exporter(repo, prefix).exportAllFromBranch("main"));
    repo.overwrite(gone.location(repo.storageNamespace()), bytes("x"));
    lake.server().forgetRequests();

    // When
    ExportReport report = lake.exporter(repo, prefix).exportAllFromBranch("main");

    // Then
    assertThat(dataOf(lake.written(prefix))).containsExactly("gone");
    assertThat(report.summary().skipped().objects()).isEqualTo(200);
    assertThat(report.summary().count(Count.LEFTOVERS)).isZero();
    assertThat(dataOf(keys())).hasSize(201);
    System.out.printf(
        Locale.ROOT,
        "resumed: 200 of 201 skipped with %d requests%n",
        lake.server().requests().size());
  }

  private static boolean isDeletion(RecordedRequest request) {
    return request.method().equals("POST") && request.query().startsWith("delete");
  }

  private Exporter exporter(ExportOptions options) {
    return new Exporter(
        TestSpark.session(),
        lake.client(),
        repo.id(),
        "s3://" + S3Lake.OUT + "/" + prefix,
        options,
        ProgressListener.NONE);
  }

  private Set<String> keys() throws IOException {
    Set<String> keys = new TreeSet<>();
    lake.out()
        .list(prefix + "/")
        .forEachRemaining(object -> keys.add(object.key().substring(prefix.length() + 1)));
    return keys;
  }

  private static List<String> dataOf(Collection<String> keys) {
    return keys.stream()
        .filter(key -> !key.startsWith("_spillway/") && !key.startsWith("EXPORT_"))
        .toList();
  }

  private Attributes attributes(String key) throws IOException {
    return lake.out().stat(prefix + "/" + key).orElseThrow().attributes();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
