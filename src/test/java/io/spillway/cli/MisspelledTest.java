package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.SpillwayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MisspelledTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "staus s3://b/p|did you mean status?",
        "exprot r s3://b/p|did you mean export?",
        "sandbx|did you mean sandbox?",
        "r s3://b/p --branch=main --delete|--mirror deletes what the commit lacks",
        "r s3://b/p --branch=main -n|--dry-run plans",
        "r s3://b/p --branch=main -v|--verbose shows"
      })
  void shouldHintAtWhatWasMeant(String line, String hint) {
    assertThatThrownBy(() -> CommandLine.parse(line.split(" ")))
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining(hint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"./out", "/data/out", "~/out", "file:/data/out"})
  void shouldVerifyWhatIsRecordedInAFolderByItsPath(String folder) {
    assertThat(CommandLine.parse("verify", folder))
        .isInstanceOfSatisfying(
            VerifyCommand.class, command -> assertThat(command.request().source()).isEmpty());
  }

  @Test
  void shouldTakeWordsForHelpAndVersion() {
    assertThat(CommandLine.parse("help")).isEqualTo(new Command.Print(Help.overview(), 0));
    assertThat(CommandLine.parse("version")).isEqualTo(new Command.ShowVersion());
    assertThat(CommandLine.parse("-v")).isEqualTo(new Command.ShowVersion());
    assertThat(((Command.Print) CommandLine.parse("help")).text())
        .contains("LAKECTL_*", "--conf NAME=VALUE");
    assertThat(CommandLine.parse("demos", "s3://b/p", "--branch=main"))
        .isInstanceOf(ExportCommand.class);
  }
}
