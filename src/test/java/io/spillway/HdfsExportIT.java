package io.spillway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.export.ExportOptions;
import io.spillway.object.Entry;
import io.spillway.object.SourceAccess;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Summary.Count;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.request.ProgressListener;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.Digests;
import io.spillway.store.OpenObject;
import io.spillway.store.Stores;
import io.spillway.store.hadoop.MiniHdfs;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.S3Lake;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Exports from S3 to HDFS, which only the workers can carry, and back. */
class HdfsExportIT {
  private static @TempDir Path folder;
  private static MiniHdfs hdfs;
  @RegisterExtension static final S3Lake lake = S3Lake.on(S3Server.Kind.S3PROXY);

  private static int exports;

  private Repo repo;
  private Branch main;
  private String out;

  @BeforeAll
  static void start() throws IOException {
    hdfs = MiniHdfs.start(folder);
    Configuration hadoop = TestSpark.session().sparkContext().hadoopConfiguration();
    hdfs.settings().forEach(hadoop::set);
  }

  @AfterAll
  static void stop() throws IOException {
    Configuration hadoop = TestSpark.session().sparkContext().hadoopConfiguration();
    hdfs.settings().keySet().forEach(hadoop::unset);
    hdfs.close();
  }

  @BeforeEach
  void makeRepository() {
    repo = lake.repository();
    main = repo.branch("main");
    out = "exports/out-" + ++exports;
  }

  @Test
  void shouldMakeAFolderOfHdfsEqualToTheCommitAndSignIt() throws IOException {
    // Given
    Map<String, byte[]> committed = putMany(200);
    committed.put("big", random(3 << 20));
    committed.put("odd name/100% & é", bytes("odd"));
    committed.put("k/_SUCCESS", new byte[0]);
    committed.put("empty", new byte[0]);
    List.of("big", "odd name/100% & é", "k/_SUCCESS", "empty")
        .forEach(key -> main.put(key, committed.get(key)));
    main.commit("all of it");

    // When
    ExportReport report = exporter().exportAllFromBranch("main");

    // Then
    assertThat(digests(data())).isEqualTo(digests(committed));
    assertThat(report.objects()).isEqualTo(committed.size());
    assertThat(report.summary().count(Count.PROVED_BY_SIZE)).isZero();
    String marker = report.marker().substring((hdfs.uri() + "/" + out + "/").length());
    assertThat(marker).startsWith("EXPORT_").endsWith("_SUCCESS").doesNotContain(":");
    assertThat(hdfs.everything(out)).containsKey(marker);
    assertNothingUnfinished();
    assertThat(hdfs.everything(out).keySet())
        .contains(
            "_spillway/exports/" + report.exportId() + "/export.json",
            "_spillway/lease/00000001.json");
  }

  @Test
  void shouldBringWhatChangedAndDeleteWhatWent() throws IOException {
    // Given
    Map<String, byte[]> committed = putMany(60);
    main.put("gone/deep/down", bytes("x"));
    main.put("folder/a", bytes("a"));
    main.put("folder/b/c", bytes("c"));
    main.put("file", bytes("f"));
    main.commit("first");
    exporter().exportAllFromBranch("main");
    List.of("gone/deep/down", "folder/a", "folder/b/c", "file", "k/1").forEach(main::delete);
    committed.remove("k/1");
    Map.of("folder", "now a file", "file/below", "now a folder", "k/2", "changed")
        .forEach(
            (key, text) -> {
              main.put(key, bytes(text));
              committed.put(key, bytes(text));
            });
    main.commit("second");

    // When
    ExportReport report = exporter().exportSinceLast("main");

    // Then
    assertThat(digests(data())).isEqualTo(digests(committed));
    assertThat(report.objects()).isEqualTo(3);
    assertThat(hdfs.has(out + "/gone")).isFalse();
    assertThat(hdfs.everything(out).keySet().stream().filter(name -> name.startsWith("EXPORT_")))
        .hasSize(2);
    assertNothingUnfinished();
  }

  @Test
  void shouldNameWhatFailedAndEndItWhenItIsRunAgain() throws IOException {
    // Given
    Map<String, byte[]> committed = putMany(80);
    committed.put("k/gone", bytes("soon gone"));
    committed.put("z/_SUCCESS", new byte[0]);
    Entry gone = main.put("k/gone", committed.get("k/gone"));
    main.put("z/_SUCCESS", new byte[0]);
    main.commit("m");
    repo.remove(gone.location(repo.storageNamespace()));

    // When
    ExportFailedException failure =
        catchThrowableOfType(
            ExportFailedException.class, () -> exporter().exportAllFromBranch("main"));

    // Then
    assertThat(failure.report().failures()).extracting(Failure::key).containsExactly("k/gone");
    assertThat(data()).hasSize(80).doesNotContainKey("z/_SUCCESS");
    assertNothingUnfinished();
    repo.overwrite(gone.location(repo.storageNamespace()), bytes("soon gone"));
    ExportReport again = exporter().exportAllFromBranch("main");
    assertThat(again.success()).isTrue();
    assertThat(again.exportId()).as("resumed").isEqualTo(failure.report().exportId());
    assertThat(digests(data())).isEqualTo(digests(committed));
    assertNothingUnfinished();
  }

  @Test
  void shouldNameKeysThatHdfsCannotHoldAndExportTheRest() throws IOException {
    // Given
    List<String> odd =
        List.of("n/a:b", "n/up/../x", "n/double//slash", "n/trailing/", "n/" + "x".repeat(256));
    odd.forEach(key -> main.put(key, bytes(key)));
    main.put("n/ok", bytes("ok"));
    main.commit("odd keys");

    // When
    ExportFailedException failure =
        catchThrowableOfType(
            ExportFailedException.class, () -> exporter().exportAllFromBranch("main"));

    // Then
    assertThat(failure.report().failures())
        .extracting(Failure::key)
        .containsExactlyInAnyOrderElementsOf(odd);
    assertThat(data()).containsOnlyKeys("n/ok");
    assertNothingUnfinished();
  }

  @Test
  void shouldSweepWhatAnEarlierExportLeftUnfinished() throws IOException {
    // Given
    putMany(3);
    main.commit("m");
    String id = exporter().exportAllFromBranch("main").exportId();
    String left = out + "/_spillway/exports/" + id + "/tmp/" + "0".repeat(32);
    stores().open(root()).write(left, Body.of(bytes("half")), Attributes.NONE);

    // When
    exporter().exportAllFromBranch("main");

    // Then
    assertNothingUnfinished();
  }

  @Test
  void shouldExportToS3WhatLiesOnHdfs() throws IOException {
    // Given
    byte[] content = random(300_000);
    Location there = Location.parse(hdfs.uri() + "/lake/imported here.bin");
    stores().open(there).write(there.path(), Body.of(content), Attributes.NONE);
    main.link("in/a", there, content.length, Digests.md5Hex(content), Attributes.NONE);
    main.commit("m");

    // When
    SourceAccess access = SourceAccess.DEFAULT.allowing(Location.parse(hdfs.uri() + "/lake"));
    ExportReport report =
        new Exporter(
                TestSpark.session(),
                lake.client(),
                repo.id(),
                "s3://" + S3Lake.OUT + "/" + out,
                ExportOptions.DEFAULT.with(access),
                ProgressListener.NONE)
            .exportAllFromBranch("main");

    // Then
    assertThat(report.success()).isTrue();
    try (OpenObject open = lake.out().open(out + "/in/a", 0)) {
      assertThat(open.stream().readAllBytes()).isEqualTo(content);
    }
  }

  private Map<String, byte[]> putMany(int count) {
    Map<String, byte[]> committed = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      committed.put("k/" + i, bytes("content of " + i));
    }
    committed.forEach(main::put);
    return committed;
  }

  private Map<String, byte[]> data() throws IOException {
    Map<String, byte[]> found = new TreeMap<>(hdfs.everything(out));
    found.keySet().removeIf(name -> name.startsWith("EXPORT_") || name.startsWith("_spillway/"));
    return found;
  }

  /** A recursive comparison would look at every byte with a minute's care. */
  private static Map<String, String> digests(Map<String, byte[]> contents) {
    Map<String, String> digests = new TreeMap<>();
    contents.forEach((path, content) -> digests.put(path, Digests.md5Hex(content)));
    return digests;
  }

  private void assertNothingUnfinished() throws IOException {
    assertThat(hdfs.everything(out).keySet())
        .noneMatch(name -> name.contains("/tmp/") || name.contains(".spillway-"));
    for (String id : ids()) {
      assertThat(hdfs.has(out + "/_spillway/exports/" + id + "/tmp")).as(id).isFalse();
    }
  }

  private List<String> ids() throws IOException {
    return hdfs.everything(out).keySet().stream()
        .filter(name -> name.endsWith("/export.json"))
        .map(name -> name.split("/")[2])
        .toList();
  }

  private Location root() {
    return Location.parse(hdfs.uri() + "/" + out);
  }

  private static Stores stores() {
    return new Stores(Settings.of(hdfs.settings()));
  }

  private Exporter exporter() {
    return new Exporter(TestSpark.session(), lake.client(), repo.id(), hdfs.uri() + "/" + out);
  }

  private static byte[] random(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
