package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.sandbox.FixedSandbox;
import io.spillway.testing.Cli;
import io.spillway.testing.RecordedFolder;
import io.spillway.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes {@code src/test/resources/ledgers}: what exports leave, made by the built jar in processes
 * of their own.
 *
 * <p>{@code mvnw verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false
 * -Dit.test=LedgerRecorder -Dspillway.record=true}. It overwrites the recordings: run it with the
 * version that they are of, or give those of a new version other names.
 */
@EnabledIfSystemProperty(named = "spillway.record", matches = "true")
class LedgerRecorder {
  private static final int SUCCESS = 0;
  private static final int FAILURE = 1;
  private static final int CANCELED = 130;
  private static final int ARRIVED = 34;
  private static final int PATIENCE_SECONDS = 120;

  @TempDir Path temp;
  private FixedSandbox sandbox;
  private RecordedHistory history;
  private Cli cli;
  private RecordedLedger ledger;
  private RecordedFolder folder;

  @BeforeEach
  void startSandbox() throws IOException {
    sandbox = FixedSandbox.start();
    history = RecordedHistory.in(sandbox);
    cli = Cli.local().with(sandbox.url(), sandbox.accessKey(), sandbox.secretKey());
  }

  @AfterEach
  void closeSandbox() {
    sandbox.close();
  }

  @Test
  void shouldRecordSuccesses() throws Exception {
    begin(RecordedLedger.FULL);
    export(SUCCESS, 1);
    folder.pack(ledger.text());

    begin(RecordedLedger.DIFF);
    export(SUCCESS, 1);
    export(SUCCESS, 2, "--since=last");
    folder.pack(ledger.text());

    begin(RecordedLedger.FILTERS);
    export(SUCCESS, 1);
    export(SUCCESS, 2, "--since=last");
    folder.pack(ledger.text());

    begin(RecordedLedger.MIRROR);
    write("images/0", "another's");
    write("images/another", "another's");
    write("others/deep/er", "another's");
    export(SUCCESS, 1);
    write("tables/t1/another", "another's");
    export(SUCCESS, 2);
    folder.pack(ledger.text());
  }

  @Test
  void shouldRecordFailures() throws Exception {
    begin(RecordedLedger.FAILED_FULL);
    fail(1, List.of(RecordedHistory.LOST_IN_FIRST));
    folder.pack(ledger.text());

    begin(RecordedLedger.FAILED_DIFF);
    export(SUCCESS, 1);
    fail(2, RecordedHistory.LOST_IN_SECOND, "--since=last");
    folder.pack(ledger.text());

    begin(RecordedLedger.WITH_LEDGER);
    export(SUCCESS, 1);
    fail(2, RecordedHistory.LOST_IN_SECOND, "--since=last");
    folder.pack(ledger.text());

    begin(RecordedLedger.RESUMED);
    export(SUCCESS, 1);
    fail(2, RecordedHistory.LOST_IN_SECOND, "--since=last");
    export(SUCCESS, 2, "--since=last");
    folder.pack(ledger.text());

    begin(RecordedLedger.FAILED_TWICE);
    export(SUCCESS, 1);
    fail(2, RecordedHistory.LOST_IN_SECOND, "--since=last");
    fail(3, List.of(RecordedHistory.LOST_IN_THIRD), "--since=last");
    folder.pack(ledger.text());
  }

  @Test
  void shouldRecordDeaths() throws Exception {
    begin(RecordedLedger.KILLED_FULL);
    try (FixedSandbox.Block block = blockObject(ARRIVED + 1, "")) {
      Process export = startUntil(block, 1);
      await(export, () -> folder.out().objects().size() == ARRIVED);
      export.destroyForcibly().waitFor();
    }
    // Some of what arrived was noted, and some was not.
    assertThat(folder.out().files()).anyMatch(file -> file.contains("/outcomes/copy-1/"));
    folder.pack(ledger.text());

    begin(RecordedLedger.KILLED_DIFF);
    export(SUCCESS, 1);
    try (FixedSandbox.Block block = blockObject(2, "_SUCCESS")) {
      Process export = startUntil(block, 2, "--since=last");
      awaitContent(export, "tables/t1/_SUCCESS", "tables/t3/_SUCCESS", "2");
      export.destroyForcibly().waitFor();
    }
    folder.pack(ledger.text());

    begin(RecordedLedger.CANCELED_DIFF);
    export(SUCCESS, 1);
    try (FixedSandbox.Block block = blockObject(2, "_SUCCESS")) {
      Process export = startUntil(block, 2, "--since=last");
      awaitContent(export, "tables/t1/_SUCCESS", "tables/t3/_SUCCESS", "2");
      export.destroy();
      assertThat(export.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(export.exitValue()).isEqualTo(CANCELED);
    }
    folder.pack(ledger.text());
  }

  @Test
  void shouldRecordRows() throws Exception {
    try (TestPostgres postgres = TestPostgres.database()) {
      fill(postgres);
      folder = new RecordedFolder(temp.resolve("rows"));
      for (String id : List.of("monday", "tuesday")) {
        Cli.Ended ended = Cli.local().run(postgres.uri(), folder.out().uri(), "--export-id=" + id);
        assertThat(ended.exitCode()).as(ended.errors()).isZero();
      }
      folder.pack("rows");

      folder = new RecordedFolder(temp.resolve("rows-killed"));
      try (Connection connection = postgres.connect();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("lock table late in access exclusive mode");
        Process export =
            Cli.local()
                .start(
                    temp.resolve("log"), postgres.uri(), folder.out().uri(), "--export-id=monday");
        await(export, () -> folder.out().files().stream().anyMatch(this::saysComplete));
        export.destroyForcibly().waitFor();
      }
      folder.pack("rows-killed");
    }
  }

  private static void fill(TestPostgres postgres) throws Exception {
    postgres.run(
        "create table orders (id bigint, at timestamptz, amount numeric(10,2), note text,"
            + " tags text[], data jsonb, raw bytea) partition by range (id)",
        "create table orders_0 partition of orders for values from (0) to (50)",
        "create table orders_1 partition of orders for values from (50) to (100)",
        "insert into orders select i, '2026-11-21'::timestamptz + i * interval '1 hour', i / 7.0,"
            + " case when i % 3 > 0 then 'größe ' || i end, array['a', null, i::text],"
            + " jsonb_build_object('i', i), int4send(i) from generate_series(0, 99) i",
        "create table \"odd / name: 100%\" (\"a b\" int)",
        "insert into \"odd / name: 100%\" values (1), (null)",
        "create table empty (x int)",
        "create table late (id int)",
        "insert into late select generate_series(1, 9)");
  }

  private boolean saysComplete(String file) {
    try {
      return file.endsWith("export.json")
          && Files.readString(folder.out().path().resolve(file)).contains("COMPLETE");
    } catch (IOException e) {
      return false;
    }
  }

  private void begin(RecordedLedger which) {
    ledger = which;
    folder = new RecordedFolder(temp.resolve(which.text()));
  }

  private void export(int exitCode, int commit, String... more) throws Exception {
    Cli.Ended ended = cli.run(arguments(commit, more));
    assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(exitCode);
  }

  private void fail(int commit, List<String> lost, String... more) throws Exception {
    List<Runnable> mends = new ArrayList<>();
    lost.forEach(key -> mends.add(history.lose(commit, key)));
    export(FAILURE, commit, more);
    mends.forEach(Runnable::run);
  }

  private Process startUntil(FixedSandbox.Block block, int commit, String... more)
      throws Exception {
    Process export = cli.start(temp.resolve("log"), arguments(commit, more));
    await(export, () -> block.isReached(0));
    return export;
  }

  /** Holds back the reads of such objects from so many on, and all that comes after them. */
  private FixedSandbox.Block blockObject(int count, String part) {
    AtomicInteger reads = new AtomicInteger();
    return sandbox.block(
        request ->
            request.path().endsWith("/objects")
                && request.query().contains(part)
                && reads.incrementAndGet() == count);
  }

  private String[] arguments(int commit, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.add(RecordedHistory.REPOSITORY);
    arguments.add(folder.out().uri());
    arguments.add("--commit_id=" + history.commit(commit));
    arguments.add("--max-delete=100%");
    for (String glob : ledger.globs().texts()) {
      arguments.add((glob.startsWith("+") ? "--include=" : "--exclude=") + glob.substring(1));
    }
    if (ledger == RecordedLedger.MIRROR) {
      arguments.add("--mirror");
    }
    ledger.ledger(folder).ifPresent(at -> arguments.add("--ledger=" + at));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private void write(String key, String content) throws IOException {
    Path file = folder.out().path().resolve(key);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  /** Waits until one of two objects is as that version of it. */
  private void awaitContent(Process export, String one, String other, String version)
      throws Exception {
    await(export, () -> is(one, version) || is(other, version));
  }

  private boolean is(String key, String version) throws IOException {
    Path file = folder.out().path().resolve(key);
    return Files.exists(file) && Files.readString(file).endsWith(" of " + version);
  }

  private interface Condition {
    boolean isMet() throws Exception;
  }

  private void await(Process export, Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.isMet()) {
      boolean ended = export.waitFor(50, TimeUnit.MILLISECONDS);
      assertThat(ended).as(Files.readString(temp.resolve("log"))).isFalse();
      assertThat(System.nanoTime()).as("too slow").isLessThan(end);
    }
  }
}
