package io.spillway.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.SpillwayException;
import io.spillway.testing.Certificate;
import io.spillway.testing.TestPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that one of its roles reaches through TLS alone. */
class TlsIT {
  @TempDir private static Path folder;
  private static EmbeddedPostgres server;
  private static TestPostgres postgres;
  private static Certificate certificate;

  @BeforeAll
  static void startServer() throws Exception {
    certificate = Certificate.make(folder);
    server =
        TestPostgres.start(
            EmbeddedPostgres.builder()
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificate.certificate().toString())
                .setServerConfig("ssl_key_file", certificate.key().toString()));
    postgres = TestPostgres.database(server);
    postgres.run(
        "create table t as select 7 as i", "create role ann login", "grant select on t to ann");
    Path rules = Path.of(postgres.query("show hba_file").get(0));
    Files.writeString(
        rules,
        "hostssl all ann 127.0.0.1/32 trust\nhostnossl all ann 127.0.0.1/32 reject\n"
            + Files.readString(rules));
    postgres.run("select pg_reload_conf()");
  }

  @AfterAll
  static void stopServer() throws Exception {
    postgres.close();
    server.close();
  }

  private static List<String> rows(String parameters) throws Exception {
    try (Pinned pinned = Pinned.of(postgres.uri("ann") + parameters, PostgresOptions.DEFAULT)) {
      return pinned.rows();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"?sslmode=verify-full&sslrootcert=", "?sslmode=verify-ca&sslrootcert="})
  void shouldReadFromTheServerWhoseCertificateIsTrusted(String parameters) throws Exception {
    assertThat(rows(parameters + certificate.certificate())).containsExactly("7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?sslmode=require"})
  void shouldReadThroughTlsWithoutLookingAtTheCertificate(String parameters) throws Exception {
    assertThat(rows(parameters)).containsExactly("7");
  }

  @Test
  void shouldNotReadFromAServerWithTheCertificateOfAnother() throws Exception {
    // Given
    Path other = Files.createDirectory(folder.resolve("other"));

    // When, Then
    assertRefused(
        "?sslmode=verify-full&sslrootcert=" + Certificate.make(other).certificate(),
        "Cannot connect to Postgres at 127.0.0.1:",
        "path");
  }

  @Test
  void shouldNotReadFromAServerOfAnotherName() {
    String uri = postgres.uri("ann").replace("127.0.0.1", "localhost");

    assertRefusedAt(
        uri + "?sslmode=verify-full&sslrootcert=" + certificate.certificate(),
        "Cannot connect to Postgres at localhost:",
        "hostname");
  }

  @Test
  void shouldSayThatARootCertificateIsMissing() {
    assertRefused(
        "?sslmode=verify-full&sslrootcert=" + folder.resolve("absent"),
        "Cannot connect",
        folder.resolve("absent").toString());
  }

  @Test
  void shouldSayThatTheServerWantsTls() {
    assertRefused("?sslmode=disable", "refuses the user 'ann'", "no encryption");
  }

  private static void assertRefused(String parameters, String... said) {
    assertRefusedAt(postgres.uri("ann") + parameters, said);
  }

  private static void assertRefusedAt(String uri, String... said) {
    assertThatThrownBy(() -> Pinned.of(uri, PostgresOptions.DEFAULT).close())
        .isInstanceOfSatisfying(
            SpillwayException.class,
            e -> assertThat(e.kind()).isEqualTo(SpillwayException.Kind.UNREACHABLE))
        .hasMessageContainingAll(said)
        .hasMessageEndingWith(".");
  }
}
