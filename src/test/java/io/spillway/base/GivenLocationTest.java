package io.spillway.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GivenLocationTest {
  @ParameterizedTest
  @CsvSource({
    "file:///tmp/a%20b, tmp/a b",
    "file:///tmp/gr%C3%BCn, tmp/grün",
    "file:///tmp/a b, tmp/a b",
    "file:/tmp/x, tmp/x",
    "FILE:///tmp/x/, tmp/x/",
    "file:///tmp/100%25, tmp/100%",
    "/tmp/a%20b, tmp/a%20b",
    "/tmp/x/../y, tmp/y"
  })
  void shouldReadFolders(String text, String path) {
    assertThat(GivenLocation.parse(text)).isEqualTo(new Location("file", "", path));
  }

  @Test
  void shouldReadPathsOfTheWorkingFolderAndTheHome() {
    assertThat(GivenLocation.parse("./out"))
        .isEqualTo(Location.ofFolder(Path.of("out").toAbsolutePath()));
    assertThat(GivenLocation.parse("../out"))
        .isEqualTo(Location.ofFolder(Path.of("").toAbsolutePath().resolveSibling("out")));
    assertThat(GivenLocation.parse("~/out"))
        .isEqualTo(Location.ofFolder(Path.of(System.getProperty("user.home"), "out")));
  }

  @Test
  void shouldReadWhatPathsAreAsUris(@TempDir Path disk) {
    Path odd = disk.resolve("a b%20c ü#?");
    assertThat(GivenLocation.parse(odd.toUri().toString()).asRoot())
        .isEqualTo(Location.ofFolder(odd));
  }

  @Test
  void shouldTakeKeysLiterally() {
    assertThat(GivenLocation.parse("s3://b/a%20b").path()).isEqualTo("a%20b");
    assertThat(GivenLocation.parse("hdfs://n/a%20b").path()).isEqualTo("a%20b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///tmp/100%",
        "file:///a%2",
        "file:///a%zz",
        "file:///a%ff",
        "file:///a%00",
        "file:x"
      })
  void shouldRejectInvalidOnes(String text) {
    assertThatThrownBy(() -> GivenLocation.parse(text))
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void shouldNotLeaveAnEarlierExportBehind(@TempDir Path disk) throws IOException {
    // Given: an export that took an escape literally
    Files.createDirectories(disk.resolve("a%20b/_spillway"));

    // Then
    assertThatThrownBy(() -> GivenLocation.parse("file://" + disk + "/a%20b"))
        .hasMessageContaining(disk + "/a b,")
        .hasMessageContaining(disk + "/a%20b:");
    Files.createDirectories(disk.resolve("a b/_spillway"));
    assertThat(GivenLocation.parse("file://" + disk + "/a%20b").path()).endsWith("/a b");
  }
}
