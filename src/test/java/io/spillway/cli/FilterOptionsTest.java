package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.KeyGlobs;
import io.spillway.base.SpillwayException;
import io.spillway.export.ExportOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterOptionsTest {
  @Test
  void shouldTakeFiltersInTheirOrder() {
    ExportOptions options =
        Parsed.options(
            "r",
            "file:///d",
            "--branch=b",
            "--include=a/**",
            "--exclude",
            "a/tmp/*",
            "--include=a/tmp/\n+x -y");

    assertThat(options.globs().texts()).containsExactly("+a/**", "-a/tmp/*", "+a/tmp/\n+x -y");
    assertThat(Parsed.options("r", "file:///d", "--branch=b").globs()).isEqualTo(KeyGlobs.ALL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--include=      | --include is empty.",
        "--exclude=a\\   | The glob 'a\\' ends with a backslash: write two for one."
      })
  void shouldRefuseFiltersThatAreNone(String option, String sentence) {
    assertThatThrownBy(() -> CommandLine.parse("r", "file:///d", "--branch=b", option))
        .isInstanceOf(SpillwayException.class)
        .hasMessageStartingWith(sentence);
  }
}
