package io.spillway.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.SpillwayException;
import io.spillway.request.ExportRequest;
import io.spillway.request.Option;
import io.spillway.request.OptionValues;
import io.spillway.request.Origin;
import io.spillway.request.VerifyRequest;
import io.spillway.source.SourceProvider;
import io.spillway.source.Sources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each option is either harmless from a network, for a reason, or left to the operator. */
class RemoteOptionsTest {
  private static final String PART_OF_THE_SOURCE = "names a part of the source";
  private static final String LESS = "makes the export do or trust less";
  private static final String SPEED = "changes the speed, within bounds";
  private static final String FORM = "chooses among fixed forms of the written data";

  private static final Map<String, String> REMOTE =
      Map.ofEntries(
          Map.entry("branch", PART_OF_THE_SOURCE),
          Map.entry("commit_id", PART_OF_THE_SOURCE),
          Map.entry("prev_commit_id", PART_OF_THE_SOURCE),
          Map.entry("since", "says what the ledger knows"),
          Map.entry("include", PART_OF_THE_SOURCE),
          Map.entry("exclude", PART_OF_THE_SOURCE),
          Map.entry("export-only", PART_OF_THE_SOURCE),
          Map.entry("columns", "names columns, which are quoted"),
          Map.entry("snapshot", "names a state of the source"),
          Map.entry("require-all", LESS),
          Map.entry("rows", "a number of the source of tests"),
          Map.entry("export-id", "a name below the destination, without slashes"),
          Map.entry("mirror", "deletes within the destination, up to the operator's --max-delete"),
          Map.entry("dry-run", LESS),
          Map.entry("wait", LESS),
          Map.entry("deny-imports", LESS),
          Map.entry("skip-unreadable", LESS),
          Map.entry("list", "shows what the request's own export or comparison finds"),
          Map.entry("no-resume", "repeats the request's own work"),
          Map.entry("read-content", "reads the destination"),
          Map.entry("max-concurrency", SPEED),
          Map.entry("max-connections", SPEED),
          Map.entry("part-threshold", SPEED),
          Map.entry("retry-for", "how long the export waits for a server, up to a day"),
          Map.entry("target-file-size", FORM),
          Map.entry("compression", FORM),
          Map.entry("numeric", FORM),
          Map.entry("cast", "names columns, and chooses among fixed types"),
          Map.entry("out-of-range", FORM),
          Map.entry("enum", FORM),
          Map.entry("composites", FORM),
          Map.entry("row-group-size", SPEED),
          Map.entry("metadata", FORM));

  private static final Map<String, String> OF_THE_OPERATOR =
      Map.ofEntries(
          Map.entry("password-command", "a command"),
          Map.entry("local-path", "a file"),
          Map.entry("notify", "an address"),
          Map.entry("ledger", "a location"),
          Map.entry("allow-source", "a location, and further trust"),
          Map.entry("where", "SQL"),
          Map.entry("segments-in", "a folder of the source of tests"),
          Map.entry("read", "whose credentials read: a trust"),
          Map.entry("sse-kms-key-id", "a key of the account"),
          Map.entry("sse", "how the operator's store keeps data"),
          Map.entry("storage-class", "how the operator's store keeps data"),
          Map.entry("no-fsync", "how safely the operator's disks keep data"),
          Map.entry("keep-exports", "what is deleted of the operator's records"),
          Map.entry("keep-markers", "what is deleted of the operator's records"),
          Map.entry("max-delete", "a limit that protects the destination"),
          Map.entry("force", "overrules the operator's guards"));

  /** The placeholders of commands, files, addresses, locations and SQL. */
  private static final Set<String> HARMFUL =
      Set.of("CMD", "DIR", "FILE", "URL", "LOCATION", "PREFIX", "T=PREDICATE", "SQL");

  static Stream<Option<?>> options() {
    return Sources.all().stream()
        .flatMap(
            provider ->
                Stream.concat(
                    Requests.options(provider, "s3://bucket/prefix").stream(),
                    Requests.verifyOptions(Optional.of(provider)).stream()));
  }

  @Test
  void shouldGiveAReasonForEachOption() {
    assertThat(names(options().filter(Option::isRemote))).isEqualTo(REMOTE.keySet());
    assertThat(names(options().filter(option -> !option.isRemote())))
        .isEqualTo(OF_THE_OPERATOR.keySet());
  }

  private static Set<String> names(Stream<Option<?>> options) {
    return options.map(Option::name).collect(Collectors.toSet());
  }

  @Test
  void shouldTakeNoCommandFileAddressLocationOrSql() {
    assertThat(options().filter(option -> HARMFUL.contains(option.placeholder())))
        .isNotEmpty()
        .noneMatch(Option::isRemote);
  }

  static Stream<SourceProvider> providers() {
    return Sources.all().stream();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void shouldRefuseEachOptionOfTheOperatorByName(SourceProvider provider) {
    for (Option<?> option : Requests.options(provider, "s3://bucket/prefix")) {
      if (!option.isRemote()) {
        OptionValues values = new OptionValues(Map.of(option.key(), List.of("x")));
        ExportRequest request =
            new ExportRequest(
                provider.schemes().get(0) + "://h/d", "s3://b/p", values, Origin.NETWORK);

        assertThatThrownBy(() -> Requests.check(request))
            .isInstanceOfSatisfying(
                SpillwayException.class,
                e -> assertThat(e.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT))
            .hasMessage(
                "--"
                    + option.name()
                    + " cannot be given over a network. Run spillway --help for usage.");
      }
    }
  }

  @Test
  void shouldRefuseThemInAVerificationToo() {
    VerifyRequest request =
        new VerifyRequest(
            Optional.empty(),
            "s3://b/p",
            new OptionValues(Map.of("ledger", List.of("s3://b/l"))),
            Origin.NETWORK);

    assertThatThrownBy(() -> Requests.check(request))
        .hasMessageStartingWith("--ledger cannot be given over a network.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslkey=/root/key", "sslrootcert=/etc/passwd", "options=-c%20x=y"})
  void shouldTakeNoFileFromAnAddress(String parameter) {
    ExportRequest request =
        new ExportRequest(
            "postgresql://h/d?" + parameter, "s3://b/p", OptionValues.NONE, Origin.NETWORK);

    assertThatThrownBy(() -> Requests.check(request))
        .hasMessageStartingWith(
            "The address's parameter "
                + parameter.substring(0, parameter.indexOf('='))
                + " cannot be given over a network.");
  }
}
