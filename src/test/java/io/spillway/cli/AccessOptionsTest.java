package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Location;
import io.spillway.export.ExportOptions;
import io.spillway.object.SourceAccess;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The options that say which places outside the repository's storage may be read. */
class AccessOptionsTest {
  private static ExportOptions optionsOf(String... options) {
    String[] line =
        Stream.concat(Stream.of("lakefs://r/main", "s3://b/p"), Stream.of(options))
            .toArray(String[]::new);
    return Parsed.options(line);
  }

  @Test
  void shouldTakeWhichPlacesMayBeRead() {
    assertThat(optionsOf().access()).isEqualTo(SourceAccess.DEFAULT);
    assertThat(
            optionsOf(
                    "--deny-imports",
                    "--allow-source=s3://imports/a/",
                    "--allow_source=hdfs://nn:8020/lake",
                    "--local-path=/disk/lakefs/")
                .access())
        .isEqualTo(
            new SourceAccess(
                true,
                List.of(Location.parse("s3://imports/a"), Location.parse("hdfs://nn:8020/lake")),
                Location.parse("file:///disk/lakefs")));
    assertThat(Parsed.verifyOptions("verify", "r", "s3://b/p", "--deny-imports").access())
        .isEqualTo(SourceAccess.DEFAULT.denyingImports());
    assertThatThrownBy(() -> optionsOf("--allow-source=s3://imports/a/../b"))
        .hasMessageContaining("--allow-source is 's3://imports/a/../b'");
    assertThatThrownBy(() -> optionsOf("--allow-source=hdfs"))
        .hasMessageContaining("has no scheme");
  }
}
