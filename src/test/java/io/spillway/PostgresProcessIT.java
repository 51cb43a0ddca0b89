package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.rows.parquet.RowFileReader;
import io.spillway.store.ObjectStore;
import io.spillway.store.Stores;
import io.spillway.testing.Cli;
import io.spillway.testing.Folder;
import io.spillway.testing.TestPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of a real database by the command line, in processes that are told to stop or killed. */
class PostgresProcessIT {
  private static final int CANCELED = 130;
  private static final int PATIENCE_SECONDS = 120;
  private static final int KILLS = 3;

  @TempDir Path temp;
  private TestPostgres postgres;
  private Folder out;

  @BeforeEach
  void makeDatabase() throws SQLException {
    postgres = TestPostgres.database();
    out = new Folder(temp.resolve("out"));
    postgres.run(
        "create table done (id int)",
        "insert into done select generate_series(1, 1000)",
        "create table late (id int)",
        "insert into late select generate_series(1, 1000)");
  }

  @AfterEach
  void dropDatabase() throws SQLException {
    postgres.close();
  }

  @Test
  void shouldExportShowAndVerify() throws Exception {
    // When
    Cli.Ended exported =
        Cli.local().run(postgres.uri(), out.uri(), "--export-only=" + postgres.name() + ".public");
    Cli.Ended status = Cli.local().run("status", out.uri());
    Cli.Ended verified = Cli.local().run("verify", postgres.uri(), out.uri(), "--read-content");

    // Then
    assertThat(exported.exitCode()).as(exported.errors()).isZero();
    assertThat(exported.output()).contains("2 of 2 tables, 2,000 rows");
    assertThat(status.output()).contains("SUCCEEDED").contains("2 of 2 tables, 2,000 rows");
    assertThat(verified.exitCode()).as(verified.errors()).isZero();
    assertThat(verified.output()).contains(": equal");
  }

  @Test
  void shouldCancelWhatRunsAtTheServerWhenItIsToldToStop() throws Exception {
    // Given: a reader that waits for a table
    try (Connection blocker = postgres.connect();
        Statement block = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      block.execute("lock table late in access exclusive mode");
      Process export = start();
      awaitReader(export);

      // When
      export.destroy();

      // Then
      assertThat(export.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(export.exitValue()).isEqualTo(CANCELED);
      assertThat(readers()).isZero();
      assertThat(out.markers()).hasSize(1).first().asString().endsWith("_FAILURE");
      assertThat(Cli.local().run("status", out.uri()).output())
          .contains("CANCELED")
          .doesNotContain("Job 0");
      shouldHoldWholeFilesOnly(out);
    }
  }

  @Test
  void shouldLeaveNoSuccessAndNoHalfFileWhenItIsKilled() throws Exception {
    // Given
    try (Connection blocker = postgres.connect();
        Statement block = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      block.execute("lock table late in access exclusive mode");
      Process export = start();
      awaitReader(export);

      // When
      export.destroyForcibly().waitFor();
    }

    // Then
    assertThat(out.markers()).isEmpty();
    assertThat(out.objects().keySet()).noneMatch(key -> key.endsWith("_SUCCESS"));
    assertThat(Cli.local().run("status", out.uri()).output()).doesNotContain("SUCCEEDED");
    shouldHoldWholeFilesOnly(out);
  }

  @Test
  void shouldNeverLookWholeWhereverItIsKilled() throws Exception {
    // Given: some files to write
    postgres.run(
        "create table many (id int, text text)",
        "insert into many select i, repeat(md5(i::text), 8) from generate_series(1, 60000) i");
    Random random = new Random();

    for (int kill = 0; kill < KILLS; kill++) {
      // When
      Folder into = new Folder(temp.resolve("out" + kill));
      int millis = random.nextInt(1_500);
      Process export =
          Cli.local()
              .start(temp.resolve("log"), postgres.uri(), into.uri(), "--target-file-size=1MiB");
      Path records = temp.resolve("out" + kill).resolve("_spillway/exports");
      while (export.isAlive() && !Files.isDirectory(records)) {
        Thread.onSpinWait();
      }
      boolean ended = export.waitFor(millis, TimeUnit.MILLISECONDS);
      export.destroyForcibly().waitFor();

      // Then
      boolean success = into.markers().stream().anyMatch(name -> name.endsWith("_SUCCESS"));
      int verified = Cli.local().run("verify", postgres.uri(), into.uri()).exitCode();
      assertThat(success).as("after %s ms, ended: %s", millis, ended).isEqualTo(verified == 0);
      shouldHoldWholeFilesOnly(into);
    }
  }

  @Test
  void shouldFailWhenTheServerCrashesAndSucceedWhenItIsBack() throws Exception {
    // Given: a server of its own, and a reader that waits for a table
    try (EmbeddedPostgres server = TestPostgres.start(EmbeddedPostgres.builder());
        TestPostgres crashing = TestPostgres.database(server)) {
      crashing.run("create table late (id int)", "insert into late select generate_series(1, 9)");
      Connection blocker = crashing.connect();
      blocker.setAutoCommit(false);
      blocker.createStatement().execute("lock table late in access exclusive mode");
      Process export = Cli.local().start(temp.resolve("log"), crashing.uri(), out.uri());
      awaitReader(crashing, export);

      // When: one that dies by a signal takes all others and the shared memory with it
      String backend = crashing.query("select pg_backend_pid()").get(0);
      String reader =
          crashing
              .query("select pid from pg_stat_activity where application_name = 'spillway reader'")
              .get(0);
      assertThat(backend).isNotEqualTo(reader);
      ProcessHandle.of(Long.parseLong(reader)).orElseThrow().destroyForcibly();

      // Then
      assertThat(export.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(export.exitValue()).isEqualTo(1);
      assertThat(out.markers()).hasSize(1).first().asString().endsWith("_FAILURE");
      assertThat(out.objects().keySet()).noneMatch(key -> key.endsWith("_SUCCESS"));
      Cli.Ended again = Cli.local().run(crashing.uri(), out.uri());
      assertThat(again.exitCode()).as(again.errors()).isZero();
      assertThat(again.output()).contains("1 of 1 table, 9 rows");
    }
  }

  @Test
  void shouldFailWhenTheServerIsRestartedAndSucceedAfterwards() throws Exception {
    // Given: a server of its own, and a reader that waits for a table
    EmbeddedPostgres server = startWithData(0);
    TestPostgres before = TestPostgres.database(server);
    before.run("create table late (id int)", "insert into late select generate_series(1, 9)");
    Connection blocker = before.connect();
    blocker.setAutoCommit(false);
    blocker.createStatement().execute("lock table late in access exclusive mode");
    Process export = Cli.local().start(temp.resolve("log"), before.uri(), out.uri());
    awaitReader(before, export);

    // When: it is stopped as administrators do, with a word to everybody
    server.close();
    try (EmbeddedPostgres restarted = startWithData(server.getPort())) {
      // Then
      assertThat(export.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(export.exitValue()).isEqualTo(1);
      assertThat(Files.readString(temp.resolve("log")))
          .contains("terminating connection due to administrator command");
      assertThat(out.markers()).hasSize(1).first().asString().endsWith("_FAILURE");
      assertThat(out.objects().keySet()).noneMatch(key -> key.endsWith("_SUCCESS"));
      Cli.Ended again = Cli.local().run(before.of(restarted).uri(), out.uri());
      assertThat(again.exitCode()).as(again.errors()).isZero();
      assertThat(again.output()).contains("1 of 1 table, 9 rows");
    }
  }

  /** A server whose data stay when it stops; any port for 0. */
  private EmbeddedPostgres startWithData(int port) {
    return TestPostgres.start(
        EmbeddedPostgres.builder()
            .setDataDirectory(temp.resolve("data"))
            .setCleanDataDirectory(false)
            .setPort(port));
  }

  private Process start() throws Exception {
    return Cli.local().start(temp.resolve("log"), postgres.uri(), out.uri());
  }

  private void awaitReader(Process export) throws SQLException {
    awaitReader(postgres, export);
  }

  private static void awaitReader(TestPostgres there, Process export) throws SQLException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (count(there, "wait_event_type = 'Lock'") == 0) {
      assertThat(export.isAlive()).isTrue();
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }

  private int readers() throws SQLException {
    return count(postgres, "true");
  }

  private static int count(TestPostgres there, String condition) throws SQLException {
    return Integer.parseInt(
        there
            .query(
                "select count(*) from pg_stat_activity where application_name = 'spillway reader'"
                    + " and datname = current_database() and "
                    + condition)
            .get(0));
  }

  private static void shouldHoldWholeFilesOnly(Folder folder) throws Exception {
    Location root = Location.parse(folder.uri()).asRoot();
    ObjectStore store = new Stores(Settings.of(Map.of())).open(root);
    for (Map.Entry<String, byte[]> object : folder.objects().entrySet()) {
      if (object.getKey().endsWith(".parquet")) {
        String key = root.resolve(object.getKey()).path();
        assertThat(RowFileReader.facts(store, key, object.getValue().length).rows()).isPositive();
      }
    }
  }
}
