package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.export.ExportOptions;
import io.spillway.outcome.Failure;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.request.ProgressListener;
import io.spillway.request.Since;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.s3.HidingFront;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.S3Lake;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exports to a store that lists no key below another. */
class HiddenKeysIT {
  private static final String ENDPOINT = "fs.s3a.bucket." + S3Lake.OUT + ".endpoint";
  private static S3Lake lake;
  private static HidingFront front;
  private static int number;

  private Repo repo;
  private Branch main;
  private String prefix;

  @BeforeAll
  static void start() throws IOException {
    lake = S3Lake.start(S3Server.Kind.LOCAL_S3);
    front = HidingFront.before(lake.server().endpoint());
  }

  @AfterAll
  static void stop() throws IOException {
    front.close();
    lake.close();
  }

  private static Configuration hadoop() {
    return TestSpark.session().sparkContext().hadoopConfiguration();
  }

  @BeforeEach
  void repository() {
    hadoop().set(ENDPOINT, front.endpoint());
    repo = lake.repository();
    main = repo.branch("main");
    prefix = "hidden-" + ++number + "/p";
  }

  @AfterEach
  void unset() {
    hadoop().unset(ENDPOINT);
  }

  private void put(String... keys) {
    for (String key : keys) {
      main.put(key, key.getBytes(StandardCharsets.UTF_8));
    }
    main.commit("next");
  }

  private Exporter exporter(Conduct conduct) {
    return new Exporter(
        TestSpark.session(),
        lake.client(),
        repo.id(),
        "s3://" + S3Lake.OUT + "/" + prefix,
        ExportOptions.DEFAULT.with(conduct),
        ProgressListener.NONE);
  }

  private ExportReport export() {
    return exporter(Conduct.DEFAULT).exportAllFromBranch("main");
  }

  private List<String> failed() {
    ExportFailedException e = catchThrowableOfType(ExportFailedException.class, this::export);
    assertThat(e).isNotNull();
    assertThat(e.report().failures()).allMatch(failure -> failure.reason().contains("--exclude"));
    return e.report().failures().stream().map(Failure::key).toList();
  }

  private ObjectStore out() {
    Map<String, String> settings = new HashMap<>(lake.server().settings());
    settings.put("fs.s3a.endpoint", front.endpoint());
    return new Stores(Settings.of(settings)).open(new Location("s3", S3Lake.OUT, ""));
  }

  private List<String> listed() throws IOException {
    List<String> keys = new ArrayList<>();
    Iterator<StoredObject> all = out().list(prefix + "/");
    while (all.hasNext()) {
      String key = all.next().key().substring(prefix.length() + 1);
      if (!key.startsWith("_spillway") && !key.startsWith("EXPORT_")) {
        keys.add(key);
      }
    }
    return keys;
  }

  @Test
  void shouldExportKeysThatAreOnlySimilar() throws IOException {
    put("a", "a!", "a-b/c", "ab", "b/c", "b/d/e", "b0");
    assertThat(export().objects()).isEqualTo(7);
    assertThat(listed()).containsExactly("a", "a!", "a-b/c", "ab", "b/c", "b/d/e", "b0");
    assertThat(exporter(Conduct.DEFAULT).exportSinceLast("main").objects()).isZero();
  }

  @Test
  void shouldNameAKeyBelowAnotherThatIsNoNeighbour() throws IOException {
    put("p", "p!", "p-x/y", "p/q", "z");
    assertThat(failed()).containsExactly("p/q");
    assertThat(listed()).isEmpty();
  }

  @Test
  void shouldNameAKeyBelowAnotherOfAnEarlierRange() throws IOException {
    // Given: a metadata file ends between the two
    Repo ragged = lake.repository();
    repo = ragged;
    main = ragged.branch("main");
    for (int i = 0; i < 3_000; i++) {
      main.put(String.format(java.util.Locale.ROOT, "p!%05d", i), new byte[] {1});
    }
    put("p", "p/q");

    // When, Then
    assertThat(failed()).containsExactly("p/q");
    assertThat(listed()).isEmpty();
  }

  @Test
  void shouldNameAKeyWhoseOtherDidNotChange() throws IOException {
    // Given
    put("p/q", "r", "x/y");
    export();

    // When: each is added beside one that the diff does not read
    put("p", "r/s");

    // Then
    assertThat(failed()).containsExactlyInAnyOrder("p", "r/s");
    ExportFailedException since =
        catchThrowableOfType(
            ExportFailedException.class,
            () -> exporter(Conduct.DEFAULT).exportBranch("main", new Since.LastSuccess()));
    assertThat(since.report().failures()).extracting(Failure::key).contains("p", "r/s");
    assertThat(listed()).containsExactly("p/q", "r", "x/y");

    // When: one of them goes
    main.delete("p/q");
    main.delete("r");
    main.commit("goes");

    // Then
    exporter(Conduct.DEFAULT.with(io.spillway.request.MaxDelete.parse("100%")))
        .exportAllFromBranch("main");
    assertThat(listed()).containsExactly("p", "r/s", "x/y");
  }

  @Test
  void shouldRefuseARootBelowAnObject() throws IOException {
    // Given
    put("a");
    out().write("hidden-" + number, Body.of(new byte[] {1}), Attributes.NONE);

    // When
    SpillwayException e = catchThrowableOfType(SpillwayException.class, this::export);

    // Then
    assertThat(e.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT);
    assertThat(e).hasMessageContaining("there is an object s3://out/hidden-" + number + ",");
    assertThat(lake.out().stat(prefix + "/a")).isEmpty();
  }

  @Test
  void shouldRefuseWithAnAnswerFromTheLedgerInADryRun() throws IOException {
    put("a");
    export();
    put("a/b");
    ExportFailedException e =
        catchThrowableOfType(
            ExportFailedException.class,
            () -> exporter(Conduct.DEFAULT.dryRun()).exportAllFromBranch("main"));
    assertThat(e.report().failures()).extracting(Failure::key).containsExactly("a/b");
  }
}
