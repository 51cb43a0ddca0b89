package io.spillway.source.postgres.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.SpillwayException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresAddressTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("PGUSER", "me");

  @ParameterizedTest
  @CsvSource({
    "postgresql://ann@db.example.com:5433/shop, db.example.com, 5433, shop, ann",
    "postgres://ann@db/shop, db, 5432, shop, ann",
    "postgresql://db/shop, db, 5432, shop, me",
    "postgresql://db:/shop, db, 5432, shop, me",
    "postgresql://ann@[::1]:5433/shop, ::1, 5433, shop, ann",
    "postgresql://[fe80::1]/shop, fe80::1, 5432, shop, me",
    "postgresql://a%40b%3Ac@my_db/the%2Fshop%20%C3%BC, my_db, 5432, the/shop ü, a@b:c",
  })
  void shouldReadAddresses(String uri, String host, int port, String database, String user) {
    assertThat(PostgresAddress.parse(uri, ENVIRONMENT))
        .isEqualTo(new PostgresAddress(host, port, database, user, Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql:///shop, db.example.com, 5433, shop, me",
    "postgresql://, db.example.com, 5433, store, me",
    "postgres://ann@/, db.example.com, 5433, store, ann",
    "postgresql://other, other, 5433, store, me",
    "postgresql://:5434/shop, db.example.com, 5434, shop, me",
    "postgresql://ann@other:1/shop, other, 1, shop, ann",
    "postgresql://%2Frun%2Fpg/shop, /run/pg, 5433, shop, me",
  })
  void shouldTakeMissingPartsFromTheEnvironment(
      String uri, String host, int port, String database, String user) {
    Map<String, String> environment =
        Map.of(
            "PGHOST",
            "db.example.com",
            "PGPORT",
            "5433",
            "PGDATABASE",
            "store",
            "PGUSER",
            "me",
            "PGSSLMODE",
            "verify-full",
            "PGSSLROOTCERT",
            "/ca.pem");
    assertThat(PostgresAddress.parse(uri, environment))
        .isEqualTo(
            new PostgresAddress(
                host,
                port,
                database,
                user,
                Map.of("sslmode", "verify-full", "sslrootcert", "/ca.pem")));
    assertThat(PostgresAddress.parse("postgresql://h/d?sslmode=disable", environment).parameters())
        .containsEntry("sslmode", "disable");
  }

  @Test
  void shouldUseLocalhostOrASocketWithoutAHost() {
    assertThat(PostgresAddress.parse("postgresql:///shop", ENVIRONMENT).source())
        .isEqualTo("postgresql://localhost:5432/shop");
    PostgresAddress socket =
        PostgresAddress.parse("postgresql:///shop", Map.of("PGHOST", "/run/pg.d"));
    assertThat(socket.source()).isEqualTo("postgresql://%2Frun%2Fpg.d:5432/shop");
    assertThat(PostgresAddress.parse(socket.source(), ENVIRONMENT).host()).isEqualTo("/run/pg.d");
  }

  @Test
  void shouldTakeTheUserOfTheSystemWithoutAnother() {
    assertThat(PostgresAddress.parse("postgresql://db/shop", Map.of()).user())
        .isEqualTo(System.getProperty("user.name"));
  }

  @Test
  void shouldReadParametersByAnyOfTheirNames() {
    assertThat(
            PostgresAddress.parse(
                    "postgresql://db/shop?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem"
                        + "&connect_timeout=5&application_name=x&options=-c%20a%3Db",
                    ENVIRONMENT)
                .parameters())
        .isEqualTo(
            Map.of(
                "sslmode", "verify-full",
                "sslrootcert", "/etc/ca.pem",
                "connectTimeout", "5",
                "ApplicationName", "x",
                "options", "-c a=b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "postgresql://ann@db:5433/shop?sslmode=require; postgresql://db:5433/shop",
        "postgres://[::1]/a%2Fb; postgresql://[::1]:5432/a%2Fb",
      })
  void shouldShowNeitherUserNorParameters(String uri, String shown) {
    PostgresAddress address = PostgresAddress.parse(uri, ENVIRONMENT);

    assertThat(address.source()).isEqualTo(shown);
    assertThat(address).hasToString(shown);
    assertThat(PostgresAddress.parse(shown, ENVIRONMENT).database()).isEqualTo(address.database());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://ann:S3cret@db/shop",
        "postgresql://:S3cret@db/shop",
        "postgresql://ann@db/shop?password=S3cret",
        "postgresql://ann@db/shop?PASSWORD=S3cret&sslmode=require",
        "postgresql://ann@db/shop?sslpassword=S3cret",
        "postgresql://ann:S3cret@db/shop#x",
        "postgresql://ann:S3cret @db/shop",
        "postgresql://ann:S3cret%zz@db/shop",
        "postgresql://ann:S3cret@db",
      })
  void shouldRefuseAPasswordWithoutRepeatingIt(String uri) {
    assertThatThrownBy(() -> PostgresAddress.parse(uri, ENVIRONMENT))
        .isInstanceOfSatisfying(
            SpillwayException.class,
            e -> assertThat(e.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT))
        .hasMessageNotContaining("S3cret")
        .hasNoCause();
  }

  @Test
  void shouldSayWhereAPasswordGoesInstead() {
    assertThatThrownBy(() -> PostgresAddress.parse("postgresql://a:b@db/shop", ENVIRONMENT))
        .hasMessageContaining("PGPASSWORD")
        .hasMessageContaining("~/.pgpass")
        .hasMessageContaining("--password-command");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "mysql://db/shop; does not begin with",
        "postgresql:shop; the host is missing",
        "postgresql://a,b/shop; several hosts",
        "postgresql://var%2Frun/shop; begins with a slash",
        "postgresql://db:0/shop; the port is not a number from 1 to 65535",
        "postgresql://db:70000/shop; the port is not a number from 1 to 65535",
        "postgresql://db:x/shop; the port is not a number from 1 to 65535",
        "postgresql://db; the database is missing",
        "postgresql://db/; the database is missing",
        "postgresql://db/shop/public; one database",
        "postgresql://db/shop#1; %23",
        "postgresql://db/my shop; percent-encode",
        "postgresql://db/shop?socketFactory=x; Unknown parameter 'socketFactory'",
        "postgresql://db/shop?sslmode=a&sslMode=b; twice",
      })
  void shouldRefuse(String uri, String said) {
    assertThatThrownBy(() -> PostgresAddress.parse(uri, ENVIRONMENT))
        .isInstanceOfSatisfying(
            SpillwayException.class,
            e -> assertThat(e.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT))
        .hasMessageContaining(said);
  }
}
