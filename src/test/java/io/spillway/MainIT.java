package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.spillway.object.Entry;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.testing.Cli;
import io.spillway.testing.Folder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The command line as its user meets it: exit codes, what is printed, what stands in the folder.
 */
class MainIT {
  private static final String REPOSITORY = "example";
  private static final String SECRET = "the-sandbox-is-open-to-this-secret";
  private static final String MANY = "main";
  private static final String BROKEN = "broken";

  private static Sandbox sandbox;
  private static HttpServer webSite;
  private static String head;

  @TempDir Path temp;

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(Sandbox.options().credentials("AKIAMAINIT", SECRET));
    Repo repo = sandbox.createRepository(REPOSITORY);
    Branch main = repo.branch(MANY);
    main.put("a b/größe%41+.txt", bytes("odd, and yet a file"));
    main.put("t/_SUCCESS", new byte[0]);
    head = main.commit("all of it");
    repo.createTag("v1", head);
    Branch broken = repo.createBranch(BROKEN, MANY);
    Entry gone = broken.put("gone\nfor good", bytes("soon gone"));
    broken.commit("one of them is gone");
    repo.remove(gone.location(repo.storageNamespace()));
    main.put("uncommitted", bytes("x"));
    webSite = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    webSite.createContext(
        "/",
        exchange -> {
          byte[] page = bytes("<html><body>Welcome to the intranet</body></html>");
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    webSite.start();
  }

  @AfterAll
  static void stop() {
    webSite.stop(0);
    sandbox.close();
  }

  @Test
  void shouldExportAndPrintTheSummaryAloneOnStandardOutput() throws Exception {
    // Given
    Folder out = new Folder(temp.resolve("out put"));

    // When
    Cli.Ended ended = lakeFs().run(REPOSITORY, out.uri() + "/", "--branch=main");

    // Then
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    assertThat(out.objects().keySet()).containsExactly("a b/größe%41+.txt", "t/_SUCCESS");
    assertThat(out.markers()).hasSize(1).first().asString().startsWith("EXPORT_" + head);
    assertThat(ended.output().lines())
        .startsWith("Exported lakefs://example/" + head)
        .contains("  objects   2")
        .contains("  marker    " + out.uri() + "/" + markerOf(out));
    assertThat(ended.errorLines())
        .as("progress alone, and nothing of Spark's own log")
        .contains("spillway: planning: 2 objects")
        .allMatch(line -> line.startsWith("spillway: "));
  }

  @ParameterizedTest
  @MethodSource("refs")
  void shouldExportTheStateThatTheArgumentsName(List<String> source) throws Exception {
    // Given
    Folder out = new Folder(temp.resolve("out"));
    List<String> arguments =
        source.stream()
            .map(argument -> argument.replace("HEAD", head).replace("OUT", out.uri()))
            .toList();

    // When
    Cli.Ended ended = lakeFs().run(arguments.toArray(String[]::new));

    // Then
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    assertThat(out.markers()).hasSize(1).first().asString().startsWith("EXPORT_" + head);
    assertThat(out.objects()).hasSize(2);
  }

  static Stream<List<String>> refs() {
    return Stream.of(
        List.of("export", "lakefs://example/v1", "OUT"),
        List.of("example", "OUT", "--commit-id", "HEAD", "--max_concurrency=3"));
  }

  @Test // defect 2, first half
  void shouldExitWithOneWhenAnObjectCannotBeExported() throws Exception {
    // Given
    Folder out = new Folder(temp.resolve("out"));

    // When
    Cli.Ended ended = lakeFs().run(REPOSITORY, out.uri(), "--branch", BROKEN);

    // Then
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(out.markers()).hasSize(1).first().asString().endsWith("_FAILURE");
    assertThat(out.marker()).contains("\ngone\\u000afor good: ");
    assertThat(ended.output())
        .startsWith("FAILED to export lakefs://example/")
        .contains("  failed    1 failure", "    gone\\u000afor good: ", markerOf(out));
    assertThat(ended.errorLines()).allMatch(line -> line.startsWith("spillway: "));
    assertThat(out.objects()).as("round 2 is not begun").hasSize(1);
  }

  /** What a user may get wrong, and what he is told. */
  private record Mistake(Cli cli, List<String> arguments, int exitCode, List<String> words) {
    static Mistake of(Cli cli, int exitCode, String arguments, String... words) {
      return new Mistake(cli, List.of(arguments.split(" ")), exitCode, List.of(words));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void shouldTellAMistakeInOneSentenceAndWriteNothing(String name, Mistake mistake)
      throws Exception {
    // Given
    Folder out = new Folder(temp.resolve("out"));
    Path file = Files.writeString(temp.resolve("file"), "a file");
    String[] arguments =
        mistake.arguments().stream()
            .map(argument -> argument.replace("OUT", out.uri()).replace("FILE", "file://" + file))
            .toArray(String[]::new);

    // When
    Cli.Ended ended = mistake.cli().run(arguments);

    // Then
    assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(mistake.exitCode());
    assertThat(ended.output()).isEmpty();
    assertThat(ended.errorLines()).hasSize(1);
    assertThat(ended.errors())
        .startsWith("spillway: ")
        .endsWith(".\n")
        .contains(mistake.words())
        .doesNotContain("Exception", "null");
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left).containsExactly(file);
    }
  }

  /** Some of each kind: {@code WrongInputsIT} has all, without a process for each. */
  static List<Arguments> mistakes() {
    String site = "http://127.0.0.1:" + webSite.getAddress().getPort();
    String export = "example OUT --branch=main";
    return List.of(
        mistake("repository", 2, "no-repo OUT --branch=main", "'no-repo'", "does not exist"),
        mistake("unknown option", 2, "example OUT --brunch=main", "--brunch"),
        mistake("no lakeFS", Cli.local().with(site, "a", "nobody"), 3, export, "text/html"),
        // Nobody, not even root, makes a folder there.
        mistake("not writable", 3, "example file:///sys/spillway --branch=main", "/sys/spillway"));
  }

  private static Arguments mistake(String name, int exitCode, String line, String... words) {
    return mistake(name, lakeFs(), exitCode, line, words);
  }

  private static Arguments mistake(
      String name, Cli cli, int exitCode, String line, String... words) {
    return Arguments.of(name, Mistake.of(cli, exitCode, line, words));
  }

  @Test
  void shouldShowTheCauseWhenAsked() throws Exception {
    // When
    Cli.Ended ended =
        lakeFs().run(REPOSITORY, temp.resolve("out").toUri() + "", "--branch=nope", "--verbose");

    // Then
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.errors())
        .contains("spillway: Branch 'nope'", "Caused by: ", "\tat io.spillway");
  }

  private static Cli lakeFs() {
    return Cli.local().with(sandbox);
  }

  private static String markerOf(Folder out) throws IOException {
    return out.markers().get(0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
