package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.parquet.RowFileReader;
import io.spillway.store.ObjectStore;
import io.spillway.store.Stores;
import io.spillway.testing.Cli;
import io.spillway.testing.Folder;
import io.spillway.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of a real database by the command line, in processes that are told to stop or killed. */
class PostgresProcessIT {
  private static final int CANCELED = 130;
  private static final int PATIENCE_SECONDS = 120;

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
      assertThat(Cli.local().run("status", out.uri()).output()).contains("CANCELED");
      shouldHoldWholeFilesOnly();
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
    shouldHoldWholeFilesOnly();
  }

  private Process start() throws Exception {
    return Cli.local().start(temp.resolve("log"), postgres.uri(), out.uri());
  }

  private void awaitReader(Process export) throws SQLException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (waitingReaders() == 0) {
      assertThat(export.isAlive()).isTrue();
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }

  private int waitingReaders() throws SQLException {
    return count("wait_event_type = 'Lock'");
  }

  private int readers() throws SQLException {
    return count("true");
  }

  private int count(String condition) throws SQLException {
    return Integer.parseInt(
        postgres
            .query(
                "select count(*) from pg_stat_activity where application_name = 'spillway reader'"
                    + " and datname = current_database() and "
                    + condition)
            .get(0));
  }

  private void shouldHoldWholeFilesOnly() throws Exception {
    ObjectStore store = new Stores(Settings.of(Map.of())).open(Location.parse(out.uri()));
    for (String key : out.objects().keySet()) {
      if (key.endsWith(".parquet")) {
        Path file = temp.resolve("out").resolve(key);
        String whole = Location.parse(out.uri()).asRoot().resolve(key).path();
        assertThat(RowFileReader.facts(store, whole, Files.size(file)).rows()).isEqualTo(1_000);
      }
    }
  }
}
