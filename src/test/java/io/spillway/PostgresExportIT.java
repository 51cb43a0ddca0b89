package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.spillway.base.SpillwayException;
import io.spillway.ledger.RowsRecord.OfTable;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.report.VerifyReport;
import io.spillway.request.ExportRequest;
import io.spillway.request.VerifyRequest;
import io.spillway.source.postgres.PostgresProvider;
import io.spillway.testing.Folder;
import io.spillway.testing.TestPostgres;
import io.spillway.testing.TestSpark;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of a real database into a folder, as a notebook makes them. */
class PostgresExportIT {
  @TempDir Path temp;
  private TestPostgres postgres;
  private Folder out;

  @BeforeEach
  void makeDatabase() throws SQLException {
    postgres = TestPostgres.database();
    out = new Folder(temp.resolve("out"));
  }

  @AfterEach
  void dropDatabase() throws SQLException {
    postgres.close();
  }

  @Test
  void shouldExportAPartitionedTableOnceAndEveryRowOfItOnce() throws Exception {
    // Given
    fillOrders();
    postgres.run(
        "create table \"odd / name: 100%\" (\"a b\" int, \"c\"\"d\" text)",
        "insert into \"odd / name: 100%\" values (1, 'x'), (2, null)",
        "create table empty (x int)");

    // When
    ExportReport report = export("export-id=x");

    // Then
    String db = postgres.name();
    assertThat(report.rows().tables())
        .extracting(OfTable::table, OfTable::rows)
        .containsExactlyInAnyOrder(
            tuple(db + ".public.empty", 0L),
            tuple(db + ".public.odd / name: 100%", 2L),
            tuple(db + ".public.orders", 5_050L));
    Dataset<Row> orders = read("x/" + db + "/public.orders");
    assertThat(orders.count()).isEqualTo(5_050);
    assertThat(
            orders.selectExpr("sum(id)", "sum(amount)", "count(distinct id)").first().mkString("|"))
        .isEqualTo(
            postgres.query("select sum(id), sum(amount), count(distinct id) from orders").get(0));
    assertThat(verify(false).isEqual()).isTrue();
    assertThat(verify(true).isEqual()).isTrue();
  }

  @Test
  void shouldVerifyTheLastExportOfTheNamedDatabase() throws Exception {
    // Given: two databases that share a root
    postgres.run("create table a (x int)");
    export("export-id=mine");
    try (TestPostgres other = TestPostgres.database()) {
      other.run("create table b (x int)");
      Spillway.export(
          TestSpark.session(),
          ExportRequest.of(other.uri(), out.uri()).with("export-id", "theirs"));

      // When
      VerifyReport found = verify(false);

      // Then
      assertThat(found.isEqual()).isTrue();
      assertThat(found.source()).endsWith("/" + postgres.name());
    }
  }

  @Test
  void shouldPackSmallPartitionsAndCutLargeTables() throws Exception {
    // Given: 101 partitions of a few blocks, and a table of some mebibytes
    fillOrders();
    postgres.run(
        "create table big (id int, text text)",
        "insert into big select i, repeat(md5(i::text), 10) from generate_series(1, 20000) i");

    // When
    ExportReport report = export("target-file-size=1MiB", "export-id=x");

    // Then
    long heap = Long.parseLong(postgres.query("select pg_relation_size('big')").get(0));
    OfTable big = report.rows().tables().get(0);
    OfTable orders = report.rows().tables().get(1);
    assertThat(big.files()).isBetween(2, (int) (heap / (1 << 20)) + 2);
    assertThat(orders.files()).isLessThanOrEqualTo(3);
    assertThat(
            read("x/" + postgres.name() + "/public.big")
                .selectExpr("count(distinct id)")
                .first()
                .getLong(0))
        .isEqualTo(20_000);
  }

  @Test
  void shouldExportOneStateOfAllTablesWhileOthersWrite() throws Exception {
    // Given: two tables between which amounts are moved, so that their sum never changes
    postgres.run(
        "create table a (id int, amount int) partition by hash (id)",
        "create table a0 partition of a for values with (modulus 2, remainder 0)",
        "create table a1 partition of a for values with (modulus 2, remainder 1)",
        "create table b (id int, amount int)",
        "insert into a select i, 1000 from generate_series(1, 2000) i",
        "insert into b select i, 1000 from generate_series(1, 2000) i");
    AtomicBoolean stopped = new AtomicBoolean();
    Thread writer = new Thread(() -> move(stopped), "mover");
    writer.start();

    // When
    try {
      for (int i = 0; i < 3; i++) {
        export("export-id=x" + i);
      }
    } finally {
      stopped.set(true);
      writer.join();
    }

    // Then
    for (int i = 0; i < 3; i++) {
      String folder = "x" + i + "/" + postgres.name();
      long a = read(folder + "/public.a").selectExpr("sum(amount)").first().getLong(0);
      long b = read(folder + "/public.b").selectExpr("sum(amount)").first().getLong(0);
      assertThat(a + b).isEqualTo(4_000_000);
      assertThat(read(folder + "/public.a").selectExpr("count(distinct id)").first().getLong(0))
          .isEqualTo(2_000);
    }
  }

  /** Also between partitions: a row's id decides which it lies in. */
  private void move(AtomicBoolean stopped) {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int i = 0; !stopped.get(); i++) {
        int id = i % 2_000 + 1;
        statement.execute("update a set amount = amount - 1 where id = " + id);
        statement.execute("update b set amount = amount + 1 where id = " + id);
        connection.commit();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldFailAndSaySoWhenTheSnapshotsHolderDies() throws Exception {
    // Given: a reader that waits for a table
    fillOrders();
    try (Connection blocker = postgres.connect();
        Statement block = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      block.execute("lock table orders_0 in access exclusive mode");
      Thread killer = new Thread(() -> killWhenReading("spillway snapshot"), "killer");
      killer.start();

      // When
      ExportFailedException failure =
          catchThrowableOfType(ExportFailedException.class, () -> export());
      killer.join();

      // Then
      assertThat(failure.report().failures().get(0).toString()).startsWith("the snapshot: ");
      assertThat(out.markers()).hasSize(1).first().asString().endsWith("_FAILURE");
      assertThat(out.objects().keySet()).noneMatch(key -> key.contains("_SUCCESS"));
    }
  }

  @Test
  void shouldReadAgainWhatATerminatedReaderDidNotFinish() throws Exception {
    // Given
    fillOrders();
    try (Connection blocker = postgres.connect();
        Statement block = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      block.execute("lock table orders_0 in access exclusive mode");
      Thread killer =
          new Thread(
              () -> {
                killWhenReading("spillway reader");
                commit(blocker);
              },
              "killer");
      killer.start();

      // When
      ExportReport report = export("export-id=x");
      killer.join();

      // Then
      assertThat(report.rows().count()).isEqualTo(5_050);
      assertThat(
              read("x/" + postgres.name() + "/public.orders")
                  .selectExpr("count(distinct id)")
                  .first()
                  .getLong(0))
          .isEqualTo(5_050);
    }
  }

  @Test
  void shouldNameATableThatWasTruncatedBehindTheSnapshot() throws Exception {
    // Given: the reader waits for orders_0 while orders_1 is emptied
    fillOrders();
    try (Connection blocker = postgres.connect();
        Statement block = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      block.execute("truncate orders_0");
      Thread releaser =
          new Thread(
              () -> {
                awaitWaiting("spillway reader");
                commit(blocker);
              },
              "releaser");
      releaser.start();

      // When
      ExportFailedException failure =
          catchThrowableOfType(ExportFailedException.class, () -> export());
      releaser.join();

      // Then
      assertThat(failure.report().failures().get(0).toString()).contains("orders_0");
    }
  }

  @Test
  void shouldRefuseAPasswordThatStandsInASetting() {
    TestSpark.session().sparkContext().hadoopConfiguration().set(PostgresProvider.PASSWORD, "seen");
    try {
      assertThatThrownBy(() -> export())
          .isInstanceOf(SpillwayException.class)
          .hasMessageContaining(PostgresProvider.PASSWORD)
          .hasMessageNotContaining("seen");
    } finally {
      TestSpark.session().sparkContext().hadoopConfiguration().unset(PostgresProvider.PASSWORD);
    }
  }

  /** 5,050 rows in 101 partitions, one of them the default one. */
  private void fillOrders() throws SQLException {
    postgres.run(
        "create table orders (tenant int, id bigint, amount numeric(12,2), note text)"
            + " partition by list (tenant)",
        "do $$ begin for i in 0..99 loop execute format("
            + "'create table orders_%s partition of orders for values in (%s)', i, i);"
            + " end loop; end $$",
        "create table orders_rest partition of orders default",
        "insert into orders select i % 101, i, i * 1.01, 'note ' || i"
            + " from generate_series(1, 5050) i");
  }

  private void killWhenReading(String application) {
    awaitWaiting("spillway reader");
    try {
      postgres.run(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = '"
              + application
              + "' and datname = current_database()");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitWaiting(String application) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (count(application, "wait_event_type = 'Lock'") == 0) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(application + " never waited");
      }
    }
  }

  private int count(String application, String condition) {
    try {
      return Integer.parseInt(
          postgres
              .query(
                  "select count(*) from pg_stat_activity where application_name like '"
                      + application
                      + "' and datname = current_database() and "
                      + condition)
              .get(0));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void commit(Connection connection) {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private ExportReport export(String... options) {
    ExportRequest request = ExportRequest.of(postgres.uri(), out.uri());
    for (String option : options) {
      String[] parts = option.split("=", 2);
      request = request.with(parts[0], parts[1]);
    }
    return Spillway.export(TestSpark.session(), request);
  }

  private VerifyReport verify(boolean content) {
    VerifyRequest request = VerifyRequest.of(out.uri());
    return Spillway.verify(
        TestSpark.session(), content ? request.with("read-content") : request.from(postgres.uri()));
  }

  private Dataset<Row> read(String folder) {
    List<Path> parts = List.of(temp.resolve("out").resolve(folder));
    return TestSpark.session().read().parquet(parts.get(0).toString());
  }
}
