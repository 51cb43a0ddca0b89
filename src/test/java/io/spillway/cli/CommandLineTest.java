package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.export.ExportOptions;
import io.spillway.export.VerifyOptions;
import io.spillway.object.copy.MetadataPolicy;
import io.spillway.request.Conduct;
import io.spillway.request.MaxDelete;
import io.spillway.request.Retention;
import io.spillway.request.SharedOptions;
import io.spillway.request.Since;
import io.spillway.request.VerifyRequest;
import io.spillway.request.Webhook;
import io.spillway.store.Encryption;
import io.spillway.store.StorageClass;
import io.spillway.store.Writing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @Test
  void shouldTakeTheLineOfLakeFsExporter() {
    assertThat(CommandLine.parse("example-repo", "s3://bucket/prefix/", "--branch=main"))
        .isEqualTo(
            new Command.ExportRef(
                "example-repo",
                new Command.Ref.Branch("main"),
                new Since.Unsaid(),
                "s3://bucket/prefix/",
                ExportOptions.DEFAULT,
                false,
                false));
    assertThat(CommandLine.parse("example-repo", "s3://bucket/prefix/", "--commit_id=c1"))
        .isEqualTo(
            new Command.ExportRef(
                "example-repo",
                new Command.Ref.CommitId("c1"),
                new Since.Unsaid(),
                "s3://bucket/prefix/",
                ExportOptions.DEFAULT,
                false,
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
                new Since.Unsaid(),
                "file:///out",
                ExportOptions.DEFAULT,
                false,
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
        "r s3://b/p --branch=main --part-threshold=big|--part-threshold is 'big', which is not a size",
        "r s3://b/p --branch=main --part-threshold=4MiB|give 5MiB to 5GiB",
        "r s3://b/p --branch=main --part-threshold=6GiB|give 5MiB to 5GiB",
        "r s3://b/p --branch=main --sse=ROT13|--sse is 'ROT13', which is unknown",
        "r s3://b/p --branch=main --sse=SSE-C|keeps no keys",
        "r s3://b/p --branch=main --sse=AES256 --sse-kms-key-id=k|has no use for",
        "r s3://b/p --branch=main --storage-class=cupboard|give one of STANDARD, ",
        "r s3://b/p --branch=main --ledger=here|no scheme",
        "r s3://b/p --branch=main --read=fast|--read is 'fast': give one of auto, storage, presigned, lakefs.",
        "sandbox --port=99999|65535",
        "status|DESTINATION",
        "status s3://b/p --ledger=here|no scheme",
        "status s3://b/p --branch=main|--branch",
        "r s3://b/p --branch=main --notify=nowhere|--notify is not a URL that can be posted to",
        "r s3://b/p --branch=main --output=xml|--output is 'xml': give text or json",
        "verify r|DESTINATION",
        "verify r s3://b/p --branch=main|--branch",
        "verify lakefs://r/v1 s3://b/p --commit_id=c1|give one of --commit_id and lakefs://",
        "verify mysql://db/x s3://b/p|is no source",
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
  void shouldReadHowObjectsAreWritten() {
    Command.ExportRef command =
        (Command.ExportRef)
            CommandLine.parse(
                "r",
                "s3://b/p",
                "--branch=main",
                "--part-threshold=64MB",
                "--storage-class=standard_ia",
                "--sse=aws:kms",
                "--sse_kms_key_id=alias/mine");

    assertThat(command.options().writing())
        .isEqualTo(
            new Writing(
                64_000_000,
                Optional.of(StorageClass.STANDARD_IA),
                Optional.of(Encryption.KMS),
                Optional.of("alias/mine"),
                true));
  }

  @Test
  void shouldReadThatFilesNeedNotBeForced() {
    Command.ExportRef command =
        (Command.ExportRef) CommandLine.parse("r", "file:///d", "--branch=main", "--no-fsync");
    Command.ExportRows rows =
        (Command.ExportRows) CommandLine.parse("postgresql://h/d", "file:///d", "--no-fsync");

    assertThat(command.options().writing()).isEqualTo(Writing.DEFAULT.withoutFsync());
    assertThat(SharedOptions.writing(rows.request().options()))
        .isEqualTo(Writing.DEFAULT.withoutFsync());
  }

  @Test
  void shouldShowHowObjectsAreWritten() {
    assertThat(((Command.Print) CommandLine.parse("--help")).text())
        .contains(
            """
              --max-concurrency N      requests per executor [64]
              --retry-for TIME         requests that fail are sent again for this long [2m]
              --part-threshold S       larger objects are copied in parts [128MiB]
              --sse MODE               AES256|aws:kms|aws:kms:dsse, of all that is written
              --sse-kms-key-id K       the key for it [the account's]
              --storage-class C        of the data [STANDARD]
              --no-fsync               do not force files of a folder or HDFS to disk
            """);
  }

  @Test
  void shouldShowHelpAndFailWithoutArguments() {
    Command.Print none = (Command.Print) CommandLine.parse();
    Command.Print help = (Command.Print) CommandLine.parse("r", "s3://b/p", "--help");

    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(help.exitCode()).isZero();
    assertThat(help.text())
        .isEqualTo(none.text())
        .contains(
            "Usage: spillway [export] SOURCE DESTINATION",
            "--branch",
            "--commit_id",
            "--metadata",
            "--ledger",
            "--mirror",
            "spillway verify SOURCE DESTINATION",
            "spillway status DESTINATION");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "export|Usage: spillway [export] SOURCE DESTINATION [options]|--branch B",
        "status|Usage: spillway status DESTINATION [--export-id=ID]|--export-id ID",
        "verify|Usage: spillway verify SOURCE DESTINATION [--commit_id=C] [--read-content] [--list]|--read-content",
        "demo|'Usage: spillway demo [lakefs|postgres]'|--output text",
        "sandbox|Usage: spillway sandbox [--import=DIR] [--port=N]|--import DIR",
      })
  void shouldShowTheHelpOfOneCommand(String command, String usage, String option) {
    Command.Print help = (Command.Print) CommandLine.parse(command, "--verbose", "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.text())
        .startsWith(usage + "\n\n")
        .contains("  " + option)
        .doesNotContain("\n\n\n");
    assertThat(help.text().contains("--branch")).isEqualTo(command.equals("export"));
  }

  @Test
  void shouldTakeNothingFromALineThatSaysNothingOfTheDestination() {
    assertThat(parsed("lakefs://r/v1")).isEqualTo(new Since.Unsaid());
  }

  @ParameterizedTest
  @ValueSource(strings = {"r --branch=main", "r --commit_id=c1", "lakefs://r/main~1"})
  void shouldTakeWhatTheDestinationHoldsWithAnyState(String state) {
    assertThat(parsed(state + " --since=last")).isEqualTo(new Since.LastSuccess());
    assertThat(parsed(state + " --prev_commit_id=c0")).isEqualTo(new Since.Commit("c0"));
    assertThat(parsed(state + " --prev-commit-id c0")).isEqualTo(new Since.Commit("c0"));
  }

  private static Since parsed(String line) {
    return export(line.split(" ")).since();
  }

  private static Command.ExportRef export(String... arguments) {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.add(1, "s3://b/p");
    return (Command.ExportRef) CommandLine.parse(line.toArray(new String[0]));
  }

  @Test
  void shouldTakeHowTheExportBehaves() {
    assertThat(conduct()).isEqualTo(Conduct.DEFAULT);
    assertThat(conduct("--dry-run")).isEqualTo(Conduct.DEFAULT.dryRun());
    assertThat(conduct("--no-resume")).isEqualTo(Conduct.DEFAULT.withoutResume());
    assertThat(conduct("--wait")).isEqualTo(Conduct.DEFAULT.waiting());
    assertThat(conduct("--force")).isEqualTo(Conduct.DEFAULT.forcing());
    assertThat(conduct("--max-delete=1000"))
        .isEqualTo(Conduct.DEFAULT.with(new MaxDelete(1_000, false)));
    assertThat(conduct("--max_delete=20%"))
        .isEqualTo(Conduct.DEFAULT.with(new MaxDelete(20, true)));
    assertThat(conduct("--max-delete=0")).isEqualTo(Conduct.DEFAULT.with(new MaxDelete(0, false)));
    assertThat(conduct("--dry_run", "--no_resume", "--wait", "--force"))
        .isEqualTo(new Conduct(true, false, true, true, MaxDelete.DEFAULT, false));
  }

  private static Conduct conduct(String... options) {
    return optionsOf(options).conduct();
  }

  private static ExportOptions optionsOf(String... options) {
    List<String> line = new ArrayList<>(List.of("lakefs://r/main"));
    line.addAll(List.of(options));
    return export(line.toArray(new String[0])).options();
  }

  @Test
  void shouldTakeHowMuchOfThePastStays() {
    assertThat(optionsOf().retention()).isEqualTo(Retention.DEFAULT);
    assertThat(optionsOf("--keep-exports=3").retention()).isEqualTo(new Retention(3, 10));
    assertThat(optionsOf("--keep_markers=1").retention()).isEqualTo(new Retention(10, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--since=last --prev_commit_id=c0|--since and --prev_commit_id both say what the destination"
            + " holds: give one of them.",
        "--since=first|--since is 'first': give last, or name a commit by --prev_commit_id=P.",
        "--since=LAST|--since is 'LAST': give last, or name a commit by --prev_commit_id=P.",
        "--since=|--since is empty.",
        "--prev_commit_id=|--prev_commit_id is empty.",
        "--max-delete=120%|--max-delete is '120%': give a number of objects, or a share such as 50%.",
        "--max-delete=-1|--max-delete is '-1': give a number of objects, or a share such as 50%.",
        "--max-delete=half|--max-delete is 'half': give a number of objects, or a share such as 50%.",
        "--keep-exports=-1|--keep-exports is '-1': give a whole number, 0 or more.",
        "--keep-exports=0|--keep-exports is 0: give 1 or more.",
        "--keep-markers=all|--keep-markers is 'all': give a whole number, 0 or more.",
        "--keep-markers=0|--keep-markers is 0: give 1 or more.",
        "--max-concurrency=-1|--max-concurrency is '-1': give a whole number, 0 or more.",
        "--dry-run=false|--dry-run takes no value: omit it to disable it.",
        "--force=no|--force takes no value: omit it to disable it.",
        "--wait --wait|--wait is given twice.",
      })
  void shouldSayExactlyWhatIsWrongWithOptions(String options, String sentence) {
    String line = "r s3://b/p --branch=main " + options;

    assertThatThrownBy(() -> CommandLine.parse(line.split(" ")))
        .isInstanceOfSatisfying(
            SpillwayException.class,
            e -> assertThat(e.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT))
        .extracting(e -> e.getMessage().replace(" Run spillway --help for usage.", ""))
        .isEqualTo(sentence);
  }

  @Test
  void shouldShowTheOptionsOfContinuousExportAndWhatRefusedMeans() {
    Command.Print help = (Command.Print) CommandLine.parse("--help");

    assertThat(help.text())
        .contains(
            """
              --branch B               committed head of B
              --commit_id C            this commit
              --prev_commit_id P       only the changes since P
              --since last             only the changes since the last success
              --include G              only keys that match a glob; may be repeated, the last match wins
              --exclude G              not keys that match a glob; * within a segment, ** across
              --mirror                 delete what the commit lacks
              --max-delete N|P%        stop above this many deletes [50%]
              --read MODE              auto|storage|presigned|lakefs [auto]
              --deny-imports           read nothing outside the repository's storage namespace
              --allow-source PREFIX    also read imports there; may be repeated
              --local-path DIR         folder of a local lakeFS's objects, read directly

            Postgres (password: PGPASSWORD, or ~/.pgpass)
              --export-only LIST""")
        .contains(
            """

            General
              --dry-run                plan only
              --list                   with --dry-run: every action
              --no-resume              redo finished work
              --wait                   wait for the lease instead of refusing
              --force                  accept another base commit or other filters, or an unusable ledger
            """)
        .contains(
            """
              --keep-exports N         records of exports that stay [10]
              --keep-markers N         SUCCESS markers that stay [10]
            """)
        .endsWith(
            """
            Exit: 0 done, 1 failed or differs, 2 bad input or no such name, 3 unreachable or denied,
            4 refused (lease, other base, ledger or filters, --max-delete, mirror's guards,
            folder not empty), 130 cancelled
            """);
  }

  @Test
  void shouldEndWithFourWhereItRefuses() {
    assertThat(SpillwayException.Kind.REFUSED.exitCode()).isEqualTo(4);
  }

  @Test
  void shouldTakeWhereToTellTheEnd() {
    assertThat(optionsOf().hook()).isEmpty();
    assertThat(optionsOf("--notify=https://host/secret").hook())
        .contains(Webhook.parse("https://host/secret"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--notfy=https://ann:secret@host/secret?secret",
        "--notify=https://host/x https://host:1/secret",
        "--metadata=https://host?secret",
        "--notify=https://host/secret\uFFFD",
      })
  void shouldNotRepeatWhatMayBeTheAddressToNotify(String options) {
    assertThatThrownBy(() -> optionsOf(options.split(" ")))
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining("https://host")
        .hasMessageNotContaining("secret");
  }

  @Test
  void shouldReadWhatToTellOfADestination() {
    assertThat(CommandLine.parse("status", "s3://b/p"))
        .isEqualTo(new Command.Status("s3://b/p", Optional.empty(), Optional.empty(), false));
    assertThat(CommandLine.parse("status", "s3://b/p", "--export_id=e1", "--ledger=s3://b/l/"))
        .isEqualTo(
            new Command.Status(
                "s3://b/p", Optional.of(Location.parse("s3://b/l")), Optional.of("e1"), false));
  }

  @Test
  void shouldReadWhatToCompare() {
    assertThat(CommandLine.parse("verify", "r", "s3://b/p"))
        .isEqualTo(
            new Command.Verify(
                "r", "s3://b/p", ExportOptions.DEFAULT, VerifyOptions.DEFAULT, false, false));
    assertThat(
            CommandLine.parse(
                "verify",
                "lakefs://r/v1",
                "file:///out",
                "--read_content",
                "--list",
                "--include=a/**",
                "--ledger=s3://b/l",
                "--verbose"))
        .isEqualTo(
            new Command.Verify(
                "r",
                "file:///out",
                ExportOptions.DEFAULT
                    .with(KeyGlobs.ALL.including("a/**"))
                    .withLedger(Location.parse("s3://b/l")),
                VerifyOptions.DEFAULT.of("v1").readingContent(),
                true,
                true));
  }

  @Test
  void shouldTellTheKindOfSourceByTheSourceAlone() {
    assertThat(CommandLine.parse("r", "s3://b/p", "--branch", "postgres:x", "--ledger=s3://b/l"))
        .isInstanceOf(Command.ExportRef.class);
    assertThat(CommandLine.parse("--branch", "main", "r", "postgresql://b/p"))
        .isInstanceOf(Command.ExportRef.class);
    assertThat(CommandLine.parse("--no_fsync", "postgresql://h/d", "s3://b/p"))
        .isInstanceOf(Command.ExportRows.class);
    assertThat(CommandLine.parse("export", "--export-id", "x", "postgresql://h/d", "s3://b/p"))
        .isInstanceOf(Command.ExportRows.class);
  }

  @Test
  void shouldVerifyRowsWithTheirSourceOrWithoutIt() {
    assertThat(CommandLine.parse("verify", "s3://b/p", "--export_id=x", "--read-content"))
        .isEqualTo(
            new Command.VerifyRows(
                VerifyRequest.of("s3://b/p").with("export-id", "x").with("read-content"), false));
    assertThat(CommandLine.parse("verify", "postgresql://h/d", "s3://b/p", "--verbose"))
        .isEqualTo(
            new Command.VerifyRows(VerifyRequest.of("s3://b/p").from("postgresql://h/d"), true));
    assertThatThrownBy(() -> CommandLine.parse("verify", "s3://b/p", "--commit_id=c"))
        .hasMessageStartingWith("Missing argument DESTINATION.");
  }

  @Test
  void shouldReadTheOtherCommands() {
    assertThat(CommandLine.parse("--version")).isEqualTo(new Command.ShowVersion());
    assertThat(CommandLine.parse("demo"))
        .isEqualTo(CommandLine.parse("demo", "lakefs"))
        .isEqualTo(new Command.Demo("lakefs", false));
    assertThat(CommandLine.parse("demo", "postgres", "--verbose"))
        .isEqualTo(new Command.Demo("postgres", true));
    assertThat(CommandLine.parse("sandbox", "--import=data", "--port=0"))
        .isEqualTo(new Command.ServeSandbox(Optional.of(Path.of("data")), 0));
  }
}
