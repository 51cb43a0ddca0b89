package io.spillway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.object.Entry;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.store.Attributes;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.Cli;
import io.spillway.testing.Folder;
import io.spillway.testing.S3Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed in the middle of an export, and what that costs the next one. */
class KilledExportIT {
  private static final int OBJECTS = 20_000;

  /** The server of the tests takes a while for each. */
  private static final int OBJECTS_ON_S3 = 12_000;

  private static final int KILLS = 3;
  private static final double COPIES_PER_OBJECT = 1.1;
  private static final int LEASE_SECONDS = 5;
  private static final int PATIENCE_SECONDS = 180;
  private static final Pattern SKIPPED = Pattern.compile("skipped +([\\d,]+)");

  @TempDir Path temp;

  @Test
  void shouldFinishInAFolderWhatWasKilledThreeTimes() throws Exception {
    try (Sandbox sandbox = Sandbox.start(Sandbox.options())) {
      // Given
      Repo repo = sandbox.createRepository("killed");
      Map<String, String> committed = commit(repo.branch("main"));
      Folder out = new Folder(temp.resolve("out"));
      Cli cli = cli(sandbox);
      // Each copy reads its object once, and nothing else does.
      LongSupplier copies =
          () -> sandbox.requests().stream().filter(r -> r.path().endsWith("/objects")).count();

      // When
      String last = exportWithKills(OBJECTS, cli, repo, out.uri(), copies);

      // Then
      Map<String, String> there = new TreeMap<>();
      out.objects().forEach((key, content) -> there.put(key, new String(content, UTF_8)));
      assertThat(there).isEqualTo(committed);
      assertThat(out.markers()).hasSize(1).first().asString().endsWith("_SUCCESS");
      assertThat(out.files()).noneMatch(file -> file.contains("/tmp/"));
      shouldHaveCopiedLittleTwice("folder", OBJECTS, copies.getAsLong(), last);
    }
  }

  @Test
  void shouldFinishOnS3WhatWasKilledThreeTimes() throws Exception {
    try (S3Lake lake = S3Lake.start(S3Server.Kind.S3PROXY)) {
      // Given: objects of a hundred contents, which lie where they lie
      Repo repo = lake.repository();
      Map<String, String> committed = commitLinks(repo);
      lake.server().forgetRequests();
      Cli cli = cli(lake.sandbox()).withHadoop(lake.server().settings());
      // A listing takes this server long while it is busy, and each beat of a lease needs one.
      Folder ledger = new Folder(temp.resolve("ledger"));
      LongSupplier copies = () -> lake.requests(RecordedRequest::isCopy).size();

      // When
      String last =
          exportWithKills(
              OBJECTS_ON_S3,
              cli,
              repo,
              "s3://" + S3Lake.OUT + "/killed",
              copies,
              "--ledger=" + ledger.uri());

      // Then
      assertThat(checksums(lake, committed.keySet())).isEqualTo(committed);
      shouldHaveCopiedLittleTwice("S3", OBJECTS_ON_S3, copies.getAsLong(), last);
    }
  }

  private static Map<String, String> commit(Branch main) {
    Map<String, String> committed = new TreeMap<>();
    for (int i = 0; i < OBJECTS; i++) {
      committed.put(key(i), "content " + i);
    }
    committed.forEach((key, content) -> main.put(key, content.getBytes(UTF_8)));
    main.commit("m");
    return committed;
  }

  /** What is committed, by checksums. */
  private static Map<String, String> commitLinks(Repo repo) {
    Branch main = repo.branch("main");
    List<Entry> contents = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      contents.add(main.put(key(i), ("content " + i).getBytes(UTF_8)));
    }
    Map<String, String> committed = new TreeMap<>();
    for (int i = 0; i < OBJECTS_ON_S3; i++) {
      Entry content = contents.get(i % contents.size());
      main.link(
          key(i),
          content.location(repo.storageNamespace()),
          content.size(),
          content.checksum(),
          Attributes.ofType("text/plain"));
      committed.put(key(i), content.checksum());
    }
    main.commit("m");
    return committed;
  }

  private static String key(int i) {
    return String.format(Locale.ROOT, "table/day=%03d/part-%05d", i / 500, i);
  }

  private static Cli cli(Sandbox sandbox) {
    return Cli.local().with(sandbox).with("spark.spillway.lease.time", LEASE_SECONDS + "s");
  }

  /** Kills it in its first, second and third quarter, and lets it end then. */
  private String exportWithKills(
      int objects, Cli cli, Repo repo, String destination, LongSupplier copies, String... more)
      throws IOException, InterruptedException {
    String[] arguments =
        Stream.concat(Stream.of(repo.id(), destination, "--branch=main"), Stream.of(more))
            .toArray(String[]::new);
    for (int kill = 1; kill <= KILLS; kill++) {
      Path log = temp.resolve("killed-" + kill);
      Process export = cli.start(log, arguments);
      awaitInTheMiddle(export, log, copies, kill * (objects / (KILLS + 1)));
      export.destroyForcibly().waitFor();
      System.out.printf(Locale.ROOT, "killed after %,d copies in all%n", copies.getAsLong());
    }
    Cli.Ended ended = cli.run(arguments);
    assertThat(ended.exitCode()).as(ended.output() + ended.errors()).isZero();
    return ended.output();
  }

  private static void awaitInTheMiddle(Process export, Path log, LongSupplier copies, long many)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (copies.getAsLong() < many) {
      boolean ended = export.waitFor(100, TimeUnit.MILLISECONDS);
      assertThat(ended).as(Files.readString(log, UTF_8)).isFalse();
      assertThat(System.nanoTime() - end).as("too slow").isNegative();
    }
  }

  private static void shouldHaveCopiedLittleTwice(
      String where, int objects, long copies, String lastReport) {
    System.out.printf(
        Locale.ROOT,
        "%s: %,d objects, killed %d times, %,d copies (%.3f per object); the last run:%n%s",
        where,
        objects,
        KILLS,
        copies,
        (double) copies / objects,
        lastReport);
    assertThat(copies).isBetween((long) objects, (long) (objects * COPIES_PER_OBJECT));
    Matcher skipped = SKIPPED.matcher(lastReport);
    assertThat(skipped.find()).as(lastReport).isTrue();
    assertThat(Integer.parseInt(skipped.group(1).replace(",", ""))).isGreaterThan(objects / 2);
  }

  /**
   * What lies at the destination under the commit's keys; the tag of a small object is its
   * content's MD5.
   */
  private static Map<String, String> checksums(S3Lake lake, Set<String> keys) {
    Map<String, String> checksums = new ConcurrentSkipListMap<>();
    keys.parallelStream()
        .forEach(
            key -> {
              try {
                lake.out()
                    .stat("killed/" + key)
                    .ifPresent(object -> checksums.put(key, object.etag()));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return checksums;
  }
}
