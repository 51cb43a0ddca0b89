package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.export.ExportOptions;
import io.spillway.object.Entry;
import io.spillway.object.copy.MetadataPolicy;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Summary.Count;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.request.ProgressListener;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.S3Lake;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Exports from S3 to S3, on a server that is right about conditions, parts and credentials. */
class S3ExportIT {
  private static final Attributes TEXT = new Attributes("text/plain", Map.of("owner", "team-a"));

  @RegisterExtension static final S3Lake lake = S3Lake.on(S3Server.Kind.S3PROXY);

  private static int prefixes;

  private Repo repo;
  private Branch main;
  private String prefix;

  @BeforeEach
  void makeRepository() {
    repo = lake.repository();
    main = repo.branch("main");
    prefix = "p" + ++prefixes;
  }

  @Test // defect 5, second half
  void shouldCarryContentTypeAndUserMetadata() throws IOException {
    // Given
    main.put("api", bytes("x"), "text/csv", Map.of("owner", "team-a", "note", "größer"));
    main.stage(withMetadata(main.put("gateway", bytes("x")), Map.of("X-Amz-Meta-Foo", "bar")));
    main.stage(
        withMetadata(
            main.put("lakectl", bytes("x")), Map.of("::lakefs::client-mtime", "1", "kept", "yes")));
    main.commit("m");

    // When
    export();

    // Then
    assertThat(attributes("api"))
        .isEqualTo(new Attributes("text/csv", Map.of("owner", "team-a", "note", "größer")));
    assertThat(attributes("gateway").metadata()).isEqualTo(Map.of("foo", "bar"));
    assertThat(attributes("lakectl").metadata()).isEqualTo(Map.of("kept", "yes"));
  }

  @Test // defect 6
  void shouldExportImportedObjectsFromWhereTheyLie() throws IOException {
    // Given
    lake.server().makeBucket("imported-src");
    Location there = new Location("s3", "imported-src", "d/with space+plus%25é.txt");
    ObjectStore bucket = stores().open(there);
    String etag = bucket.write(there.path(), Body.of(bytes("imported")), Attributes.NONE).etag();
    main.link("in/a.txt", there, 8, etag, TEXT);
    main.commit("m");

    // When
    ExportReport report = export();

    // Then
    assertThat(content("in/a.txt")).isEqualTo("imported");
    assertThat(attributes("in/a.txt")).isEqualTo(TEXT);
    assertThat(report.summary().count(Count.PROVED_BY_SIZE)).isZero();
  }

  @Test
  void shouldMakeOneRequestForAnObjectAndGuardItByItsChecksum() {
    // Given
    Entry entry = main.put("a", bytes("x"));
    main.commit("m");
    lake.server().forgetRequests();

    // When
    export();

    // Then
    List<RecordedRequest> requests = lake.requests(request -> request.key().equals(prefix + "/a"));
    assertThat(requests).hasSize(1);
    assertThat(requests.get(0).isCopy()).isTrue();
    assertThat(requests.get(0).header("x-amz-copy-source-if-match").orElseThrow())
        .contains(entry.checksum());
    assertThat(requests.get(0).header("x-amz-metadata-directive")).contains("REPLACE");
  }

  @Test
  void shouldFailAnObjectThatWasChangedSinceTheCommit() {
    // Given: another content of the same size
    Entry changed = main.put("changed", bytes("before"));
    main.put("fine", bytes("fine"));
    main.commit("m");
    lake.overwrite(repo, changed, bytes("AFTER!"));

    // When
    ExportFailedException failure = failure();

    // Then
    assertThat(failure.report().failures()).extracting(Failure::key).containsExactly("changed");
    assertThat(failure.report().failures().get(0).reason()).contains("changed since the commit");
    assertThat(keys()).containsExactly("fine");
  }

  @Test
  void shouldCopyAnObjectOfPartsGuardedByItsRealTag() throws IOException {
    // Given: as a multipart upload through lakeFS's S3 gateway leaves it
    byte[] large = new byte[9 << 20];
    Entry uploaded = main.put("parts", Body.of(large), TEXT);
    StoredObject stored = stat(uploaded);
    assertThat(stored.etag()).endsWith("-2");
    String cutShort = stored.etag().substring(0, stored.etag().indexOf('-'));
    main.stage(withChecksum(uploaded, cutShort));
    main.commit("m");
    lake.server().forgetRequests();

    // When
    ExportReport report = export();

    // Then
    assertThat(report.summary().count(Count.PROVED_BY_SIZE)).isZero();
    assertThat(
            lake.requests(request -> request.isCopy() && request.key().equals(prefix + "/parts")))
        .singleElement()
        .satisfies(
            copy ->
                assertThat(copy.header("x-amz-copy-source-if-match").orElseThrow())
                    .contains(stored.etag()));
    assertThat(attributes("parts")).isEqualTo(TEXT);
  }

  @Test
  void shouldFailAnObjectWhoseSizeIsNotTheCommits() {
    // Given
    Entry entry = main.put("short", bytes("the whole of it"));
    main.commit("m");
    lake.overwrite(repo, entry, bytes("the whole"));

    // When
    ExportFailedException failure = failure();

    // Then
    assertThat(failure.report().failures().get(0).reason()).contains("9 bytes", "15");
    assertThat(keys()).isEmpty();
  }

  @Test // defect 1
  void shouldStopAfterTheRoundInWhichAKeyFails() {
    // Given
    Entry gone = main.put("t/gone", bytes("x"));
    main.put("t/fine", bytes("x"));
    main.put("t/_SUCCESS", new byte[0]);
    main.commit("m");
    repo.remove(gone.location(repo.storageNamespace()));
    lake.server().forgetRequests();

    // When
    ExportFailedException failure = failure();

    // Then
    assertThat(failure.kind().exitCode()).isEqualTo(1);
    assertThat(keys()).containsExactly("t/fine");
    assertThat(lake.written(prefix)).as("not even tried").doesNotContain("t/_SUCCESS");
    assertThat(markerText()).contains("t/gone: ");
    assertThat(lake.requests(request -> request.key().equals(prefix + "/t/fine")))
        .as("copied once")
        .hasSize(1);
  }

  @Test // defects 4, 7 and 8: on an object store keys are just keys
  void shouldExportOddKeysExactly() throws IOException {
    // Given: keys that this server takes; local-s3 gets the others
    List<String> odd =
        List.of(
            " n/space-first.txt",
            "n/newline\nname.txt",
            "n/scheme:/x",
            "%2e%2e/x",
            "n/100%",
            "a?b#c",
            "n\\x");
    odd.forEach(key -> main.put(key, bytes(key)));
    main.commit("m");

    // When
    export();

    // Then
    assertThat(keys()).containsExactlyInAnyOrderElementsOf(odd);
    for (String key : odd) {
      assertThat(content(key)).isEqualTo(key);
    }
  }

  @Test
  void shouldCopyNothingWhenAKeyIsTooLongForS3() {
    // Given
    main.put("k".repeat(1_020), bytes("fits alone"));
    main.put("fine", bytes("x"));
    main.commit("m");
    prefix += "-long";

    // When
    ExportFailedException failure = failure();

    // Then
    assertThat(failure.report().failures()).hasSize(1);
    assertThat(failure.report().failures().get(0).reason()).contains("1,024");
    assertThat(keys()).isEmpty();
  }

  @Test
  void shouldRefuseOrDropMetadataThatS3CannotHold() throws IOException {
    // Given
    main.stage(
        withMetadata(main.put("bad", bytes("x")), Map.of("not a token", "v", "fine", "yes")));
    main.stage(withMetadata(main.put("long", bytes("x")), Map.of("k", "v".repeat(3_000))));
    main.put("plain", bytes("x"), "text/plain", Map.of("k", "v"));
    main.commit("m");

    // When
    ExportFailedException strict = failure();
    assertThat(keys()).as("nothing is copied").isEmpty();
    ExportReport dropping =
        exporter(ExportOptions.DEFAULT.with(MetadataPolicy.DROP_INVALID))
            .exportAllFromBranch("main");

    // Then
    assertThat(strict.report().failures()).extracting(Failure::key).containsExactly("bad", "long");
    assertThat(dropping.summary().count(Count.METADATA_DROPPED)).isEqualTo(2);
    assertThat(attributes("bad").metadata()).isEqualTo(Map.of("fine", "yes"));
    assertThat(attributes("long").metadata()).isEmpty();
    assertThat(attributes("plain").metadata()).isEqualTo(Map.of("k", "v"));
  }

  @Test
  void shouldRefuseToExportIntoTheRepositoryItself() {
    main.put("a", bytes("x"));
    main.commit("m");
    lake.server().forgetRequests();

    for (String inside : List.of("/data/x", "", "/_lakefs")) {
      String root = repo.storageNamespace().toString().replace("s3://", "s3a://") + inside;
      assertThatThrownBy(
              () ->
                  new Exporter(TestSpark.session(), lake.client(), repo.id(), root)
                      .exportAllFromBranch("main"))
          .hasMessageContaining("own storage namespace")
          .satisfies(
              e ->
                  assertThat(((SpillwayException) e).kind())
                      .isEqualTo(SpillwayException.Kind.BAD_INPUT));
    }
    assertThat(lake.requests(request -> request.method().equals("PUT"))).isEmpty();
  }

  @Test
  void shouldSayWhenTheBucketDoesNotExist() {
    assertThatThrownBy(
            () ->
                new Exporter(TestSpark.session(), lake.client(), repo.id(), "s3://no-such-bucket/x")
                    .exportAllFromBranch("main"))
        .hasMessageContaining("no-such-bucket")
        .satisfies(
            e ->
                assertThat(((SpillwayException) e).kind())
                    .isEqualTo(SpillwayException.Kind.BAD_INPUT));
  }

  @Test
  void shouldSayWhenTheCredentialsAreWrongAndNeverShowThem() {
    assertThatThrownBy(() -> withoutAccessTo(S3Lake.OUT, this::export))
        .hasMessageNotContaining("a-wrong-secret")
        .satisfies(
            e ->
                assertThat(((SpillwayException) e).kind())
                    .isEqualTo(SpillwayException.Kind.UNREACHABLE));
  }

  @Test
  void shouldStreamWhereOneClientCannotReachBothSides() throws IOException {
    // Given: another name of the same server is another client
    Configuration hadoop = TestSpark.session().sparkContext().hadoopConfiguration();
    hadoop.set(
        "fs.s3a.bucket.out.endpoint",
        lake.server().endpoint().toString().replace("127.0.0.1", "localhost"));
    main.put("small", bytes("streamed"), "text/plain", Map.of("owner", "team-a"));
    main.put("large", Body.of(new byte[9 << 20]), TEXT);
    main.commit("m");
    lake.server().forgetRequests();

    // When
    ExportReport report;
    try {
      report = export();
    } finally {
      hadoop.unset("fs.s3a.bucket.out.endpoint");
    }

    // Then
    assertThat(report.objects()).isEqualTo(2);
    assertThat(report.summary().count(Count.PROVED_BY_SIZE)).isZero();
    assertThat(content("small")).isEqualTo("streamed");
    assertThat(attributes("large")).isEqualTo(TEXT);
    assertThat(lake.requests(RecordedRequest::isCopy)).isEmpty();
  }

  @Test
  void shouldReadThroughLakeFsWhatTheJobCannotRead() throws IOException {
    // Given: the job's credentials open the destination's bucket alone
    main.put("a", bytes("through lakeFS"), "text/plain", Map.of("owner", "team-a"));
    main.commit("m");
    lake.server().forgetRequests();

    // When
    ExportReport report = withoutAccessTo("lake", this::export);

    // Then
    assertThat(report.objects()).isEqualTo(1);
    assertThat(content("a")).isEqualTo("through lakeFS");
    assertThat(attributes("a")).isEqualTo(TEXT);
    assertThat(lake.requests(RecordedRequest::isCopy)).isEmpty();
  }

  @Test
  void shouldListThroughTheApiWhenMetadataIsHandedOutInNoOtherWay() {
    // Given
    for (int i = 0; i < 30; i++) {
      main.put("k/" + i, bytes("x" + i));
    }
    main.commit("m");
    lake.sandbox().refuse(request -> request.path().contains("/metadata/"), 403, "no permission");
    lake.sandbox().forgetRequests();
    try {
      // When
      ExportReport report = export();

      // Then
      assertThat(report.objects()).isEqualTo(30);
      assertThat(keys()).hasSize(30);
      assertThat(lake.sandbox().requests())
          .anyMatch(request -> request.path().endsWith("/objects/ls"));
    } finally {
      lake.sandbox().refuseNothing();
    }
  }

  private static <T> T withoutAccessTo(String bucket, Supplier<T> work) {
    Configuration hadoop = TestSpark.session().sparkContext().hadoopConfiguration();
    hadoop.set("fs.s3a.bucket." + bucket + ".access.key", S3Server.ACCESS_KEY);
    hadoop.set("fs.s3a.bucket." + bucket + ".secret.key", "a-wrong-secret");
    try {
      return work.get();
    } finally {
      hadoop.unset("fs.s3a.bucket." + bucket + ".access.key");
      hadoop.unset("fs.s3a.bucket." + bucket + ".secret.key");
    }
  }

  private Exporter exporter(ExportOptions options) {
    return new Exporter(
        TestSpark.session(),
        lake.client(),
        repo.id(),
        "s3a://" + S3Lake.OUT + "/" + prefix + "/",
        options,
        ProgressListener.NONE);
  }

  private ExportReport export() {
    return lake.exporter(repo, prefix).exportAllFromBranch("main");
  }

  private ExportFailedException failure() {
    return catchThrowableOfType(ExportFailedException.class, this::export);
  }

  private Stores stores() {
    return new Stores(Settings.of(lake.server().settings()));
  }

  private StoredObject stat(Entry entry) throws IOException {
    Location there = entry.location(repo.storageNamespace());
    return stores().open(there).stat(there.path()).orElseThrow();
  }

  private static Entry withMetadata(Entry entry, Map<String, String> metadata) {
    return new Entry(
        entry.key(),
        entry.address(),
        entry.relative(),
        entry.size(),
        entry.checksum(),
        entry.modified(),
        metadata,
        entry.contentType(),
        Bytes.EMPTY);
  }

  private static Entry withChecksum(Entry entry, String checksum) {
    return new Entry(
        entry.key(),
        entry.address(),
        entry.relative(),
        entry.size(),
        checksum,
        entry.modified(),
        entry.metadata(),
        entry.contentType(),
        Bytes.EMPTY);
  }

  private List<String> keys() {
    return allKeys().stream()
        .filter(key -> !key.startsWith("_spillway/") && !key.startsWith("EXPORT_"))
        .toList();
  }

  private List<String> allKeys() {
    List<String> keys = new ArrayList<>();
    try {
      Iterator<StoredObject> listed = lake.out().list(prefix + "/");
      listed.forEachRemaining(object -> keys.add(object.key().substring(prefix.length() + 1)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return keys;
  }

  private String markerText() {
    String marker =
        allKeys().stream().filter(key -> key.startsWith("EXPORT_")).findFirst().orElseThrow();
    assertThat(marker).endsWith("_FAILURE");
    try {
      return content(marker);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String content(String key) throws IOException {
    try (OpenObject open = lake.out().open(prefix + "/" + key, 0)) {
      return new String(open.stream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Attributes attributes(String key) throws IOException {
    return lake.out().stat(prefix + "/" + key).orElseThrow().attributes();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
