package io.spillway.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.SpillwayException;
import io.spillway.base.SpillwayException.Kind;
import io.spillway.rows.PlanRequest;
import io.spillway.rows.RowReadException;
import io.spillway.rows.RowReader;
import io.spillway.rows.RowSource;
import io.spillway.source.postgres.address.Password;
import io.spillway.source.postgres.address.Passwords;
import io.spillway.source.postgres.address.PostgresAddress;
import io.spillway.testing.TestPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may connect, how often, and what is said of those who may not. */
class ConnectingIT {
  private static final String SECRET = "S3cret";
  private static final AtomicInteger ROLES = new AtomicInteger();

  private static EmbeddedPostgres server;
  private static Path sockets;
  private static TestPostgres postgres;

  @TempDir private Path folder;

  /** A server that wants a password of one role. */
  @BeforeAll
  static void startServer() throws Exception {
    sockets = Files.createTempDirectory("pg");
    server =
        TestPostgres.start(
            EmbeddedPostgres.builder()
                .setServerConfig("unix_socket_directories", sockets.toString()));
    postgres = TestPostgres.database(server);
    postgres.run(
        "create table t as select 7 as i",
        "create role ann login password '" + SECRET + "'",
        "grant select on t to ann");
    Path rules = Path.of(postgres.query("show hba_file").get(0));
    Files.writeString(rules, "host all ann 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
    postgres.run("select pg_reload_conf()");
  }

  @AfterAll
  static void stopServer() throws Exception {
    postgres.close();
    server.close();
  }

  /** A role that may have three connections; of each test another, for connections end slowly. */
  private static String limitedRole() throws Exception {
    String role = "few" + ROLES.incrementAndGet();
    postgres.run(
        "create role " + role + " login connection limit 3", "grant select on t to " + role);
    return role;
  }

  private static RowSource pin(String uri) {
    return pin(uri, Optional.empty(), Optional.empty());
  }

  private static RowSource pin(String uri, Optional<String> password, Optional<String> command) {
    var options =
        command.map(PostgresOptions.DEFAULT::withPasswordCommand).orElse(PostgresOptions.DEFAULT);
    return PostgresSource.pin(PostgresAddress.parse(uri), password, options, 4);
  }

  private static void assertRefused(String uri, Kind kind, String... said) {
    assertRefused(uri, Optional.empty(), Optional.empty(), kind, said);
  }

  private static void assertRefused(
      String uri, Optional<String> password, Optional<String> command, Kind kind, String... said) {
    assertThatThrownBy(() -> pin(uri, password, command).close())
        .isInstanceOfSatisfying(
            SpillwayException.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind))
        .hasMessageContainingAll(said)
        .hasMessageNotContaining(SECRET)
        .hasMessageEndingWith(".");
  }

  private static List<String> rows(RowSource source) throws Exception {
    try (source;
        RowReader.Session session = source.reader().open()) {
      return Pinned.rows(
          session, source.plan(PlanRequest.ofAll(1)).tables().get(0).splits().get(0));
    }
  }

  @Test
  void shouldReadThroughAUnixSocket() throws Exception {
    // Given
    String socket =
        "postgresql://postgres@"
            + sockets.toString().replace("/", "%2F")
            + ":"
            + server.getPort()
            + "/"
            + postgres.name();
    postgres.run(
        "create table large as select i, repeat(md5(i::text), 100) as t"
            + " from generate_series(1, 3000) i");

    // When
    try (Pinned pinned = Pinned.of(socket, Pinned.exporting("public.large"))) {
      List<String> rows = pinned.rows();

      // Then
      assertThat(pinned.source().snapshot().source()).startsWith("postgresql://%2Ftmp%2F");
      assertThat(rows)
          .containsExactlyElementsOf(postgres.query("select i, t from large order by ctid"));
      assertThat(
              postgres.query(
                  "select count(*) from pg_stat_activity where client_port = -1"
                      + " and application_name = 'spillway snapshot'"))
          .containsExactly("1");
    } finally {
      postgres.run("drop table large");
    }
    assertRefused(
        "postgresql://postgres@%2Fnowhere/" + postgres.name(),
        Kind.UNREACHABLE,
        "Cannot connect to Postgres at /nowhere:5432");
  }

  @Test
  void shouldReadWithAPasswordOfAProvider() throws Exception {
    assertThat(rows(pin(postgres.uri("ann"), Optional.of(SECRET), Optional.empty())))
        .containsExactly("7");
  }

  @Test
  void shouldAskACommandForThePasswordOfEachConnection() throws Exception {
    // Given
    Path asked = folder.resolve("asked");
    String command = "echo x >> " + asked + "; echo " + SECRET;

    // When
    List<String> rows = rows(pin(postgres.uri("ann"), Optional.empty(), Optional.of(command)));

    // Then: the holder's, the planner's, one that measures, the reader's
    assertThat(rows).containsExactly("7");
    assertThat(asked).hasContent("x\nx\nx\nx");
  }

  @Test
  void shouldReadWithThePasswordFile() throws Exception {
    // Given
    Path file =
        Files.writeString(folder.resolve("pass"), "*:" + postgres.port() + ":*:ann:" + SECRET);
    file.toFile().setReadable(false, false);
    file.toFile().setReadable(true, true);
    PostgresAddress address = PostgresAddress.parse(postgres.uri("ann"));

    // When
    Password password =
        Passwords.find(
            address,
            Optional.empty(),
            Optional.empty(),
            Map.of("PGPASSFILE", file.toString()),
            folder);

    // Then
    try (Connection connection = new Connector(address, password).open(Connector.Purpose.READER)) {
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @Test
  void shouldRefuseAWrongPassword() {
    assertRefused(
        postgres.uri("ann"),
        Optional.of("not " + "it"),
        Optional.empty(),
        Kind.UNREACHABLE,
        "refuses the user 'ann'",
        "password authentication failed",
        "PGPASSWORD");
  }

  @Test
  void shouldSayThatACommandFails() {
    assertRefused(
        postgres.uri("ann"),
        Optional.empty(),
        Optional.of("echo " + SECRET + "; exit 7"),
        Kind.UNREACHABLE,
        "--password-command failed with exit code 7");
  }

  @Test
  void shouldRefuseWhoIsUnknown() {
    String uri = postgres.uri("nobody");

    assertRefused(uri, Kind.UNREACHABLE, "refuses the user 'nobody'", "does not exist");
    assertRefused(
        uri.replace("nobody@", "postgres@").replace(postgres.name(), "nowhere"),
        Kind.BAD_INPUT,
        "Unknown database 'nowhere'");
    assertRefused("postgresql://a@no.such.host.invalid/b", Kind.UNREACHABLE, "Unknown host");
  }

  @Test
  void shouldSayThatNobodyListens() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }

    assertRefused(
        "postgresql://a@127.0.0.1:" + free + "/b",
        Kind.UNREACHABLE,
        "Cannot connect to Postgres at 127.0.0.1:" + free,
        "refused");
  }

  @Test
  void shouldNotDoWithoutTlsThatIsAskedFor() {
    assertRefused(
        postgres.uri() + "?sslmode=verify-full", Kind.UNREACHABLE, "Cannot connect", "SSL");
  }

  @Test
  void shouldRefuseWhenTooFewConnectionsAreLeft() throws Exception {
    String few = limitedRole();
    try (Connection one = postgres.connect(few);
        Connection other = postgres.connect(few)) {
      assertThat(one.isValid(5) && other.isValid(5)).isTrue();
      assertRefused(
          postgres.uri(few),
          Kind.REFUSED,
          "Too few connections are left",
          "3 of 3 of the role are used");
      awaitTwoOf(few);
      try (Connection last = postgres.connect(few)) {
        assertThat(last.isValid(5)).isTrue();
        assertRefused(postgres.uri(few), Kind.REFUSED, "has no connection left");
      }
    }
  }

  @Test
  void shouldNoteThatFewerConnectionsAreLeftThanWanted() throws Exception {
    String few = limitedRole();
    try (Connection one = postgres.connect(few);
        RowSource source = pin(postgres.uri(few))) {
      assertThat(one.isValid(5)).isTrue();

      assertThat(source.plan(PlanRequest.ofAll(1)).notes())
          .singleElement()
          .asString()
          .contains("Only 2 connections are left (2 of 3 of the role are used)", "the 4 of");
    }
  }

  @Test
  void shouldHaveAReaderTryAgainWhenThereIsNoConnectionLeft() throws Exception {
    String few = limitedRole();
    try (RowSource source = pin(postgres.uri(few));
        Connection one = postgres.connect(few)) {
      RowReader reader = source.reader();
      try (Connection other = postgres.connect(few)) {
        assertThat(one.isValid(5) && other.isValid(5)).isTrue();

        // When
        RowReadException e = catchThrowableOfType(RowReadException.class, reader::open);

        // Then
        assertThat(e).hasMessageContaining("no connection left");
        assertThat(e.isBroken()).isTrue();
      }
      awaitTwoOf(few);
      reader.open().close();
    }
  }

  /** A server notices a moment later that a connection has ended. */
  private static void awaitTwoOf(String role) throws Exception {
    String used = "select count(*) from pg_stat_activity where usename = '" + role + "'";
    while (!postgres.query(used).equals(List.of("2"))) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldCountTheConnectionsOfTheServer() throws Exception {
    String few = limitedRole();
    try (Connection connection = postgres.connect(few)) {
      // Given
      long used =
          Long.parseLong(postgres.query("select sum(numbackends) from pg_stat_database").get(0));

      long most = Long.parseLong(postgres.query("show max_connections").get(0));

      // When
      ConnectionBudget ofRole = ConnectionBudget.of(connection);
      ConnectionBudget ofServer;
      try (Connection superuser = postgres.connect()) {
        ofServer = ConnectionBudget.of(superuser);
      }

      // Then
      assertThat(ofRole.count()).isEqualTo(3);
      assertThat(ofServer.limit()).contains(" of the server are used, 0 are reserved");
      assertThat(ofServer.count()).isBetween(most - used - 1, most - used + 6);
    }
  }

  @Test
  void shouldRefuseOneConnectionInAll() {
    assertThatThrownBy(
            () ->
                PostgresSource.pin(
                    PostgresAddress.parse(postgres.uri()),
                    Optional.empty(),
                    PostgresOptions.DEFAULT,
                    1))
        .isInstanceOfSatisfying(
            SpillwayException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BAD_INPUT))
        .hasMessageContaining("--max-connections is 1");
  }
}
