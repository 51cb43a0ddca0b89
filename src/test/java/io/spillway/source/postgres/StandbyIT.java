package io.spillway.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.SpillwayException;
import io.spillway.rows.RowPlan;
import io.spillway.rows.RowReadException;
import io.spillway.testing.TestPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hot standby, which replays what its primary writes. */
class StandbyIT {
  @TempDir private static Path folder;
  private static EmbeddedPostgres primary;
  private static EmbeddedPostgres standby;
  private static TestPostgres written;
  private static TestPostgres read;

  @BeforeAll
  static void startServers() throws Exception {
    primary = TestPostgres.start(EmbeddedPostgres.builder().setServerConfig("autovacuum", "off"));
    Path copy = Files.createDirectory(folder.resolve("standby"));
    copy(primary, copy);
    standby =
        TestPostgres.start(
            EmbeddedPostgres.builder()
                .setDataDirectory(copy)
                .setCleanDataDirectory(false)
                .setServerConfig("hot_standby", "on")
                // Whoever reads what must go is cancelled at once.
                .setServerConfig("max_standby_streaming_delay", "0"));
    written = TestPostgres.database(primary);
    written.run(
        "create table p (k int, v text) partition by list (k)",
        "create table p1 partition of p for values in (1)",
        "create table p2 partition of p for values in (2)",
        "insert into p select 1 + i % 2, 'row ' || i from generate_series(1, 1000) i");
    read = written.of(standby);
    awaitReplay();
  }

  @AfterAll
  static void stopServers() throws Exception {
    standby.close();
    primary.close();
  }

  /** As the documentation's "Making a Base Backup Using the Low Level API" says. */
  private static void copy(EmbeddedPostgres server, Path copy) throws Exception {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_backup_start('standby', true)");
      Path data = Path.of(text(statement, "show data_directory"));
      try (Stream<Path> files = Files.walk(data)) {
        for (Path file : files.toList()) {
          copy(file, copy.resolve(data.relativize(file).toString()));
        }
      }
      String label = text(statement, "select labelfile from pg_backup_stop(false)");
      Files.writeString(copy.resolve("backup_label"), label);
    }
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
    Files.createFile(copy.resolve("standby.signal"));
    Files.writeString(
        copy.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 user=postgres port=" + server.getPort() + "'\n",
        StandardOpenOption.APPEND);
  }

  private static void copy(Path file, Path to) throws IOException {
    String name = file.getFileName().toString();
    if (!Files.exists(to) && !name.startsWith("postmaster.") && !name.equals("epg-lock")) {
      Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private static String text(Statement statement, String sql) throws Exception {
    try (ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static void awaitReplay() throws Exception {
    String position = written.query("select pg_current_wal_lsn()").get(0);
    TestPostgres any = read.sibling("postgres");
    String caughtUp = "select pg_last_wal_replay_lsn() >= '" + position + "'";
    while (!any.query(caughtUp).equals(List.of("t"))) {
      Thread.sleep(20);
    }
  }

  /** It is told to go a moment before it is gone, and may be read beside until then. */
  private static void awaitEndOfHolder() throws Exception {
    String holders = "select 1 from pg_stat_activity where application_name = 'spillway snapshot'";
    while (!read.query(holders).isEmpty()) {
      Thread.sleep(20);
    }
  }

  @Test
  void shouldReadOneStateOfAStandby() throws Exception {
    // Given
    List<String> expected = written.query("select k, v from p");
    try (Pinned pinned = Pinned.all(read)) {
      RowPlan plan = pinned.plan();

      // When
      written.run("insert into p select 1, 'later'");
      awaitReplay();

      // Then
      assertThat(pinned.rows(plan)).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(pinned.source().snapshot().position()).matches("[0-9A-F]+/[0-9A-F]+");
      pinned.source().confirm();
    }
  }

  @Test
  void shouldFailByNameWhenTheStandbyCannotKeepTheSnapshot() throws Exception {
    // Given
    BlockingQueue<String> told = new ArrayBlockingQueue<>(9);
    try (Pinned pinned = Pinned.all(read)) {
      pinned.source().onLoss(told::add);
      RowPlan plan = pinned.plan();

      // When
      written.run("delete from p where v = 'row 3'", "vacuum p");

      // Then
      assertThat(told.poll(60, TimeUnit.SECONDS))
          .contains("The snapshot's holder has lost", "conflict with recovery");
      assertThatThrownBy(pinned.source()::confirm)
          .isInstanceOf(SpillwayException.class)
          .hasMessageContaining("conflict with recovery");
      awaitEndOfHolder();
      assertThatThrownBy(() -> pinned.rows(plan))
          .isInstanceOf(RowReadException.class)
          .hasMessageContaining(".public.p: The snapshot is gone");
    }
  }
}
