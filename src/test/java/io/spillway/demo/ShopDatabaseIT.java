package io.spillway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.spillway.base.SpillwayException;
import io.spillway.demo.ShopDatabase.Stored;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShopDatabaseIT {
  /** Another one means that the rows are others: whoever changes them says so here. */
  private static final String ROWS = "ce1a6e0ef04a0039ef61cb24b6d67f57";

  private static ShopDatabase shop;

  @BeforeAll
  static void start() {
    shop = ShopDatabase.start();
  }

  @AfterAll
  static void stop() {
    shop.close();
  }

  @Test
  void shouldHaveTheSameRowsEachTime() throws SQLException {
    assertThat(one("select count(*) from customers")).isEqualTo("20000");
    assertThat(one("select count(*) from products")).isEqualTo("2000");
    assertThat(one("select count(*) from sales.orders")).isEqualTo("200000");
    assertThat(
            one(
                """
                select md5(string_agg(sum, ',' order by sum)) from (
                  select md5(c::text) sum from customers c
                  union all select md5(p::text) from products p
                  union all select md5(o::text) from sales.orders o) rows
                """))
        .isEqualTo(ROWS);
  }

  @Test
  void shouldHaveManyPartitionsOfWhichFewAreLarge() throws SQLException {
    assertThat(shop.tables())
        .extracting(Stored::name, Stored::partitions)
        .containsExactly(
            tuple("public.customers", 0),
            tuple("public.products", 0),
            tuple("sales.orders", 2_000));
    assertThat(shop.tables()).allMatch(table -> table.bytes() > 100_000);
    assertThat(
            Long.parseLong(
                one(
                    "select max(count) from (select count(*) from sales.orders group by tenant) c")))
        .isGreaterThan(10_000);
    assertThat(Long.parseLong(one("select count(distinct tenant) from sales.orders")))
        .isEqualTo(2_000);
  }

  @ParameterizedTest
  @CsvSource({"Plan9, x86_64", "Linux, vax"})
  void shouldSayThatThereIsNoServerForAMachine(String system, String machine) {
    // Given
    EmbeddedPostgres.Builder elsewhere =
        EmbeddedPostgres.builder()
            .setPgBinaryResolver(
                (ours, and) -> DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine));

    // When, Then
    assertThatThrownBy(() -> ShopDatabase.start(elsewhere))
        .isInstanceOf(SpillwayException.class)
        .hasMessageStartingWith("Cannot start the demo's Postgres, which has no binaries for ")
        .hasMessageEndingWith("run ./spillway demo postgres from a checkout, on Linux or macOS.");
  }

  private static String one(String query) throws SQLException {
    String url = "jdbc:" + shop.uri().replace("postgres@", "") + "?user=postgres";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("set timezone = 'UTC'");
      try (ResultSet result = statement.executeQuery(query)) {
        result.next();
        return result.getString(1);
      }
    }
  }
}
