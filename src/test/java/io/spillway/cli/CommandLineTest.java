package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.ExportOptions;
import io.spillway.Location;
import io.spillway.SpillwayException;
import io.spillway.transfer.MetadataPolicy;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

  @Test
  void shouldTakeTheLineOfLakeFsExporter() {
    assertThat(CommandLine.parse("example-repo", "s3://bucket/prefix/", "--branch=main"))
        .isEqualTo(
            new Command.ExportRef(
                "example-repo",
                new Command.Ref.Branch("main"),
                "s3://bucket/prefix/",
                ExportOptions.DEFAULT,
                false));
    assertThat(CommandLine.parse("example-repo", "s3://bucket/prefix/", "--commit_id=c1"))
        .isEqualTo(
            new Command.ExportRef(
                "example-repo",
                new Command.Ref.CommitId("c1"),
                "s3://bucket/prefix/",
                ExportOptions.DEFAULT,
                false));
  }

  @Test
  void shouldTakeAnyRefInTheSource() {
    Command command = CommandLine.parse("export", "lakefs://demo/feature/x~1", "file:///out");

    assertThat(command)
        .isEqualTo(
            new Command.ExportRef(
                "demo",
                new Command.Ref.Any("feature/x~1"),
                "file:///out",
                ExportOptions.DEFAULT,
                false));
  }

  @Test
  void shouldTakeDashesForUnderscoresAndValuesAfterASpace() {
    Command.ExportRef command =
        (Command.ExportRef)
            CommandLine.parse(
                "r",
                "s3://b/p",
                "--commit-id",
                "c1",
                "--max_concurrency=7",
                "--metadata=drop-invalid",
                "--ledger=s3://b/ledger/",
                "--verbose");

    assertThat(command.ref()).isEqualTo(new Command.Ref.CommitId("c1"));
    assertThat(command.options().maxConcurrency()).isEqualTo(7);
    assertThat(command.options().metadata()).isEqualTo(MetadataPolicy.DROP_INVALID);
    assertThat(command.options().ledger()).contains(Location.parse("s3://b/ledger"));
    assertThat(command.verbose()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "r s3://b/p|--branch=B or --commit_id=C",
        "r s3://b/p --branch=main --commit_id=c1|More than one thing",
        "lakefs://r/main s3://b/p --branch=main|More than one thing",
        "r s3://b/p --branch=main --prev_commit_id=c0|diff export",
        "r s3://b/p --branch=main --branch=dev|--branch is given twice",
        "r s3://b/p --branch=|--branch is empty",
        "r s3://b/p --bransh=main|bransh",
        "r --branch=main|DESTINATION",
        "r s3://b/p extra --branch=main|extra",
        "s3://b/x s3://b/p --branch=main|is no source",
        "lakefs:// s3://b/p --branch=main|names no repository",
        "r s3://b/p --branch=main --max-concurrency=many|whole number",
        "r s3://b/p --branch=main --max-concurrency=0|give 1 to",
        "r s3://b/p --branch=main --metadata=lax|strict or drop-invalid",
        "r s3://b/p --branch=main --ledger=here|no scheme",
        "sandbox --port=99999|65535",
        "demo now|now"
      })
  void shouldSayInOneSentenceWhatIsWrong(String line, String expected) {
    assertThatThrownBy(() -> CommandLine.parse(line.split(" ")))
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining(expected)
        .hasMessageNotContaining("\n")
        .satisfies(
            e ->
                assertThat(((SpillwayException) e).kind())
                    .isEqualTo(SpillwayException.Kind.BAD_INPUT));
  }

  @Test
  void shouldShowHelpAndFailWithoutArguments() {
    Command.Print none = (Command.Print) CommandLine.parse();
    Command.Print help = (Command.Print) CommandLine.parse("demo", "--help");

    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(help.exitCode()).isZero();
    assertThat(help.text())
        .isEqualTo(none.text())
        .contains(
            "Usage: spillway [export] SOURCE DESTINATION",
            "--branch",
            "--commit_id",
            "--metadata",
            "--ledger")
        .doesNotContain("--mirror", "--prev_commit_id");
  }

  @Test
  void shouldReadTheOtherCommands() {
    assertThat(CommandLine.parse("demo")).isEqualTo(new Command.Demo(false));
    assertThat(CommandLine.parse("demo", "lakefs")).isEqualTo(new Command.Demo(false));
    assertThat(CommandLine.parse("sandbox", "--import=data", "--port=0"))
        .isEqualTo(new Command.ServeSandbox(Optional.of(Path.of("data")), 0));
  }
}
