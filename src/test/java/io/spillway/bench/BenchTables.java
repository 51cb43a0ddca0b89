package io.spillway.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** The tables of the benchmark of rows, in a server that runs for them alone. */
final class BenchTables {
  /** The same values for the same numbers. */
  private static final String COLUMNS =
      """
      i as id, (i * 7919 %% 1000003)::integer as customer, (i %% 500)::smallint as quantity,
      (i * 104729 %% 10000000 / 100.0)::numeric(12,2) as price, sqrt(i) as weight,
      'Customer ' || i * 31 %% 100000 as name,
      case when i %% 5 > 0 then 'note ' || substr(md5(i::text), 1, 12) end as note,
      i %% 3 = 0 as active, timestamptz '2024-01-01 00:00:00+00' + i * interval '1.003 s' as created,
      md5('u' || i)::uuid as ref,
      jsonb_build_object('sku', i %% 5000, 'tags', jsonb_build_array('a' || i %% 7, 'b')) as attributes
      """;

  private static final int FIRST_LEVEL = 100;

  private final EmbeddedPostgres server;

  BenchTables(EmbeddedPostgres server) {
    this.server = server;
  }

  static EmbeddedPostgres server() throws IOException {
    return EmbeddedPostgres.builder()
        .setLocaleConfig("locale", "C")
        .setServerConfig("fsync", "off")
        .setServerConfig("synchronous_commit", "off")
        .setServerConfig("full_page_writes", "off")
        .setServerConfig("autovacuum", "off")
        .setServerConfig("max_wal_size", "8GB")
        .setServerConfig("shared_buffers", "512MB")
        .start();
  }

  int port() {
    return server.getPort();
  }

  String uri() {
    return "postgresql://postgres@127.0.0.1:" + port() + "/postgres";
  }

  /** The table {@code rows}, with an index on {@code id}. */
  void makeRows(long count) throws SQLException {
    System.out.printf(Locale.ROOT, "Making %,d rows ...%n", count);
    run("create table rows as select " + filled(COLUMNS) + " from " + series(1, count));
    run("alter table rows add primary key (id)");
    run("vacuum analyze rows");
  }

  /** The tables {@code parts}, with so many partitions below a hundred, and {@code plain}. */
  void makePartitions(int partitions, long count) throws SQLException {
    System.out.printf(Locale.ROOT, "Making %,d partitions of %,d rows ...%n", partitions, count);
    int below = Math.max(1, partitions / FIRST_LEVEL);
    String from = " from " + series(1, count);
    run("create table plain as select " + filled(COLUMNS) + from);
    run("create table parts (like plain) partition by range (id)");
    long step = (count + FIRST_LEVEL - 1) / FIRST_LEVEL;
    for (int first = 0; first < FIRST_LEVEL; first++) {
      // A transaction each: the server's locks do not suffice for all.
      run(
          filled(
              """
              do $$
              begin
                create table parts_%1$d partition of parts for values from (%2$d) to (%3$d)
                  partition by hash (id);
                for i in 0..%4$d loop
                  execute format('create table parts_%1$d_%%s partition of parts_%1$d'
                    ' for values with (modulus %5$d, remainder %%s)', i, i);
                end loop;
              end $$
              """,
              first, first * step + 1, (first + 1) * step + 1, below - 1, below));
      long last = Math.min(count, (first + 1) * step);
      run(
          "insert into parts select "
              + filled(COLUMNS)
              + " from "
              + series(first * step + 1, last));
    }
    run("vacuum plain, parts");
  }

  private static String series(long first, long last) {
    return filled("generate_series(%d::bigint, %d::bigint) i", first, last);
  }

  private static String filled(String text, Object... numbers) {
    return String.format(Locale.ROOT, text, numbers);
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
