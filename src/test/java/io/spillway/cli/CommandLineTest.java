package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.export.ExportOptions;
import io.spillway.export.ObjectRequests;
import io.spillway.object.copy.MetadataPolicy;
import io.spillway.request.Conduct;
import io.spillway.request.ExportRequest;
import io.spillway.request.MaxDelete;
import io.spillway.request.OptionValues;
import io.spillway.request.Origin;
import io.spillway.request.Retention;
import io.spillway.request.SharedOptions;
import io.spillway.request.Since;
import io.spillway.request.VerifyRequest;
import io.spillway.request.Webhook;
import io.spillway.source.Content;
import io.spillway.source.ObjectSourceOptions;
import io.spillway.source.Sources;
import io.spillway.store.Encryption;
import io.spillway.store.StorageClass;
import io.spillway.store.Writing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
            new ExportCommand(
                asked("example-repo", "s3://bucket/prefix/", "branch", "main"), false));
    assertThat(CommandLine.parse("example-repo", "s3://bucket/prefix/", "--commit_id=c1"))
        .isEqualTo(
            new ExportCommand(
                asked("example-repo", "s3://bucket/prefix/", "commit_id", "c1"), false));
  }

  private static ExportRequest asked(
      String source, String destination, String option, String value) {
    OptionValues options = new OptionValues(Map.of(option, List.of(value)));
    return new ExportRequest(source, destination, options, Origin.COMMAND_LINE);
  }

  @Test
  void shouldTakeAnyRefInTheSource() {
    Command command = CommandLine.parse("export", "lakefs://demo/feature/x~1", "file:///out");

    assertThat(command)
        .isEqualTo(
            new ExportCommand(
                new ExportRequest(
                    "lakefs://demo/feature/x~1",
                    "file:///out",
                    OptionValues.NONE,
                    Origin.COMMAND_LINE),
                false));
    assertThat(Parsed.options("lakefs://demo/x", "file:///out")).isEqualTo(ExportOptions.DEFAULT);
  }

  @Test
  void shouldTakeDashesForUnderscoresAndValuesAfterASpace() {
    String[] line = {
      "r",
      "s3://b/p",
      "--commit-id",
      "c1",
      "--max_concurrency=7",
      "--metadata=drop-invalid",
      "--ledger=s3://b/ledger/",
      "--verbose"
    };
    ExportOptions options = Parsed.options(line);

    assertThat(Parsed.export(line).options().byKey().get("commit_id")).containsExactly("c1");
    assertThat(options.maxConcurrency()).isEqualTo(7);
    assertThat(options.metadata()).isEqualTo(MetadataPolicy.DROP_INVALID);
    assertThat(options.ledger()).contains(Location.parse("s3://b/ledger"));
    assertThat(CommandLine.parse(line).verbose()).isTrue();
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
        "s3://b/x s3://b/p --branch=main|is not a source",
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
        "r s3://b/p --branch=main --storage-class=cupboard|give STANDARD, ",
        "r s3://b/p --branch=main --ledger=here|no scheme",
        "r s3://b/p --branch=main --read=fast|--read is 'fast': give auto, storage, presigned or lakefs.",
        "sandbox --port=99999|65535",
        "status|DESTINATION",
        "status s3://b/p --ledger=here|no scheme",
        "status s3://b/p --branch=main|--branch",
        "r s3://b/p --branch=main --notify=nowhere|--notify is not a URL that can be posted to",
        "r s3://b/p --branch=main --output=xml|--output is 'xml': give text or json",
        "verify r|DESTINATION",
        "verify r s3://b/p --branch=main|--branch",
        "verify lakefs://r/v1 s3://b/p --commit_id=c1|give one of --commit_id and lakefs://",
        "verify mysql://db/x s3://b/p|is not a source",
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
    ExportOptions options =
        Parsed.options(
            "r",
            "s3://b/p",
            "--branch=main",
            "--part-threshold=64MB",
            "--storage-class=standard_ia",
            "--sse=aws:kms",
            "--sse_kms_key_id=alias/mine");

    assertThat(options.writing())
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
    ExportOptions options = Parsed.options("r", "file:///d", "--branch=main", "--no-fsync");
    ExportRequest rows = Parsed.export("postgresql://h/d", "file:///d", "--no-fsync");

    assertThat(options.writing()).isEqualTo(Writing.DEFAULT.withoutFsync());
    assertThat(SharedOptions.writing(rows.options())).isEqualTo(Writing.DEFAULT.withoutFsync());
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
    return ObjectSourceOptions.since(Parsed.export(withDestination(line.split(" "))).options());
  }

  private static String[] withDestination(String... arguments) {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.add(1, "s3://b/p");
    return line.toArray(new String[0]);
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
    return Parsed.options(withDestination(line.toArray(new String[0])));
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

            Exit codes
              0                        done
              1                        the export failed, or the destination differs
              2                        bad input, or a name that does not exist
              3                        a server cannot be reached, or rejects the credentials
              4                        refused: the lease is held, another base, ledger or filters,
                                       --max-delete, a mirror's guards, a folder that is not empty
              130                      canceled
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
        .isEqualTo(new StatusCommand("s3://b/p", Optional.empty(), Optional.empty(), false));
    assertThat(CommandLine.parse("status", "s3://b/p", "--export_id=e1", "--ledger=s3://b/l/"))
        .isEqualTo(
            new StatusCommand(
                "s3://b/p", Optional.of(Location.parse("s3://b/l")), Optional.of("e1"), false));
  }

  @Test
  void shouldReadWhatToCompare() {
    assertThat(Parsed.verify("verify", "r", "s3://b/p"))
        .isEqualTo(
            new VerifyRequest(
                Optional.of("r"), "s3://b/p", OptionValues.NONE, Origin.COMMAND_LINE));
    String[] line = {
      "verify",
      "lakefs://r/v1",
      "file:///out",
      "--read_content",
      "--list",
      "--include=a/**",
      "--ledger=s3://b/l",
      "--verbose"
    };
    OptionValues options = Parsed.verify(line).options();

    assertThat(Parsed.verify(line).source()).contains("lakefs://r/v1");
    assertThat(Parsed.verifyOptions(line).globs()).isEqualTo(KeyGlobs.ALL.including("a/**"));
    assertThat(Parsed.verifyOptions(line).ledger()).contains(Location.parse("s3://b/l"));
    assertThat(options.get(ObjectRequests.READ_CONTENT)).isTrue();
    assertThat(options.get(ObjectRequests.LIST_DIFFERENCES)).isTrue();
    assertThat(CommandLine.parse(line).verbose()).isTrue();
  }

  @Test
  void shouldTellTheKindOfSourceByTheSourceAlone() {
    assertThat(content("r", "s3://b/p", "--branch", "postgres:x", "--ledger=s3://b/l"))
        .isEqualTo(Content.OBJECTS);
    assertThat(content("--branch", "main", "r", "postgresql://b/p")).isEqualTo(Content.OBJECTS);
    assertThat(content("--no_fsync", "postgresql://h/d", "s3://b/p")).isEqualTo(Content.ROWS);
    assertThat(content("export", "--export-id", "x", "postgresql://h/d", "s3://b/p"))
        .isEqualTo(Content.ROWS);
  }

  private static Content content(String... line) {
    return Sources.require(Parsed.export(line).source()).content();
  }

  @Test
  void shouldVerifyRowsWithTheirSourceOrWithoutIt() {
    VerifyRequest none =
        new VerifyRequest(Optional.empty(), "s3://b/p", OptionValues.NONE, Origin.COMMAND_LINE);
    assertThat(CommandLine.parse("verify", "s3://b/p", "--export_id=x", "--read-content"))
        .isEqualTo(new VerifyCommand(none.with("export-id", "x").with("read-content"), false));
    assertThat(CommandLine.parse("verify", "postgresql://h/d", "s3://b/p", "--verbose"))
        .isEqualTo(new VerifyCommand(none.from("postgresql://h/d"), true));
    assertThatThrownBy(() -> CommandLine.parse("verify", "s3://b/p", "--commit_id=c"))
        .hasMessageStartingWith("Missing argument DESTINATION.");
  }

  @Test
  void shouldReadTheOtherCommands() {
    assertThat(CommandLine.parse("--version")).isEqualTo(new Command.ShowVersion());
    assertThat(CommandLine.parse("demo"))
        .isEqualTo(CommandLine.parse("demo", "lakefs"))
        .isEqualTo(new DemoCommand("lakefs", false));
    assertThat(CommandLine.parse("demo", "postgres", "--verbose"))
        .isEqualTo(new DemoCommand("postgres", true));
    assertThat(CommandLine.parse("sandbox", "--import=data", "--port=0"))
        .isEqualTo(new SandboxCommand(Optional.of(Path.of("data")), 0));
  }
}
