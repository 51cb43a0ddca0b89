package io.spillway.source.postgres.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.SpillwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordsTest {
  private static final PostgresAddress ADDRESS =
      new PostgresAddress("db", 5432, "sh:op", "ann", Map.of());

  @TempDir private Path home;

  private Optional<String> find(
      Optional<String> given, Optional<String> command, Map<String, String> environment)
      throws IOException {
    return Passwords.find(ADDRESS, given, command, environment, home).ask();
  }

  private Path write(String name, String permissions, String... lines) throws IOException {
    Path file = Files.write(home.resolve(name), List.of(lines));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void shouldTakeTheNearestThatThereIs() throws Exception {
    // Given
    Path other = write("other", "rw-------", "*:*:*:*:of PGPASSFILE");
    var file = Map.of("PGPASSFILE", other.toString());
    var both = Map.of("PGPASSFILE", other.toString(), "PGPASSWORD", "of PGPASSWORD");
    Optional<String> given = Optional.of("of the provider");
    Optional<String> none = Optional.empty();

    assertThat(find(none, none, Map.of())).isEmpty();
    write(".pgpass", "rw-------", "*:*:*:*:of .pgpass");
    assertThat(find(none, none, Map.of())).contains("of .pgpass");
    assertThat(find(none, none, file)).contains("of PGPASSFILE");
    assertThat(find(none, none, both)).contains("of PGPASSWORD");
    assertThat(find(given, none, both)).contains("of the provider");
    assertThat(find(given, Optional.of("echo of a command"), both)).contains("of a command");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "db:5432:sh\\:op:ann:pass, pass",
        "*:*:*:*:pass, pass",
        "db:5432:*:ann:p\\:a\\\\ss, p:a\\ss",
        "db:5432:*:ann:pass:more, pass",
        "db:5433:*:ann:pass,",
        "other:5432:*:ann:pass,",
        "db:5432:shop:ann:pass,",
        "db:5432:*:bob:pass,",
        "#*:*:*:*:pass,",
        "*:*:*:pass,",
      })
  void shouldReadTheFileAsLibpqDoes(String line, String password) throws Exception {
    write(".pgpass", "rw-------", "nobody:1:x:y:z", line);

    assertThat(find(Optional.empty(), Optional.empty(), Map.of()))
        .isEqualTo(Optional.ofNullable(password));
  }

  @Test
  void shouldNotUseAFileThatOthersCanRead() throws Exception {
    write(".pgpass", "rw-r-----", "*:*:*:*:S3cret");

    assertThatThrownBy(() -> find(Optional.empty(), Optional.empty(), Map.of()))
        .isInstanceOfSatisfying(
            SpillwayException.class,
            e -> assertThat(e.kind()).isEqualTo(SpillwayException.Kind.REFUSED))
        .hasMessageContaining("chmod 600")
        .hasMessageNotContaining("S3cret");
  }

  @Test
  void shouldAskACommandEachTime() throws Exception {
    // Given
    Path count = home.resolve("count");
    Password password = new Password.Command("echo x >> " + count + "; wc -l < " + count);

    // When, then
    assertThat(password.ask()).contains("1");
    assertThat(password.ask()).contains("2");
    assertThat(password.toString()).doesNotContain("echo");
  }

  @ParameterizedTest
  @CsvSource({
    "echo S3cret; exit 3, --password-command failed with exit code 3",
    "echo S3cret >&2, --password-command printed nothing",
  })
  void shouldSayThatACommandFailedAndNothingThatItPrinted(String command, String said) {
    assertThatThrownBy(() -> new Password.Command(command).ask())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining("S3cret");
  }
}
