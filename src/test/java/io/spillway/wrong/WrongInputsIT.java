package io.spillway.wrong;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.InProcess;
import io.spillway.testing.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that a user may get wrong: exit code, one sentence, no secret, what is left. The
 * sentences make the page of errors.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WrongInputsIT {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", ""), "docs", "reference", "errors.md");
  private static final Map<String, List<WrongInput>> GROUPS = groups();

  @TempDir static Path disk;

  private static World world;
  private static final Map<WrongInput, String> SENTENCES = new HashMap<>();

  private static Map<String, List<WrongInput>> groups() {
    Map<String, List<WrongInput>> groups = new LinkedHashMap<>();
    groups.put("Arguments", WrongArguments.all());
    groups.put("Repositories, branches, commits", WrongNames.all());
    groups.put("lakeFS", WrongServers.all());
    groups.put("Credentials", WrongCredentials.all());
    groups.put("Destinations", WrongDestinations.all());
    groups.put("Keys and objects", WrongKeys.all());
    groups.put("Metadata files of lakeFS", WrongMetadataFiles.all());
    groups.put("Comparisons", WrongComparisons.all());
    groups.put("Databases", WrongDatabases.all());
    return groups;
  }

  @BeforeAll
  static void start() throws IOException {
    world = new World(disk);
  }

  @AfterAll
  static void stop() throws IOException {
    world.close();
  }

  static Stream<WrongInput> inputs() {
    return GROUPS.values().stream().flatMap(List::stream);
  }

  @Order(1)
  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void shouldBeToldInOneSentence(WrongInput input) throws IOException {
    // Given
    world.next();
    Line line = input.given().in(world);
    List<String> before = world.standing();

    // When
    Cli.Ended ended = run(world, line);

    // Then
    String printed = ended.output() + ended.errors();
    assertThat(ended.exitCode()).as(printed).isEqualTo(input.exitCode());
    assertThat(input.left().isBetween(before, world.standing()))
        .as("%s%nbefore: %s%nafter: %s", printed, before, world.standing())
        .isTrue();
    assertThat(printed)
        .doesNotContain(world.secrets())
        .doesNotContain("Exception", "\tat ", "null", "Unexpected");
    String sentence = input.exitCode() == 1 ? failure(ended) : trouble(ended);
    assertThat(sentence).as("one sentence").isNotBlank().doesNotContain("\n");
    SENTENCES.put(input, world.anywhere(sentence));
  }

  /** What stopped it before it began. */
  private static String trouble(Cli.Ended ended) {
    List<String> lines =
        ended.errorLines().stream().filter(line -> !line.startsWith("spillway: planning")).toList();
    assertThat(lines).as(ended.output() + ended.errors()).hasSize(1);
    assertThat(lines.get(0)).startsWith("spillway: ").endsWith(".");
    return lines.get(0).substring("spillway: ".length());
  }

  /** Why the first of its keys failed, as the report has it. */
  private static String failure(Cli.Ended ended) {
    return ended
        .output()
        .lines()
        .filter(line -> line.startsWith("    "))
        .map(String::strip)
        .findFirst()
        .orElse("");
  }

  @Order(2)
  @Test
  void shouldBeThePageOfErrors() throws IOException {
    // Given
    assertThat(SENTENCES).as("all of them have run").hasSameSizeAs(inputs().toList());
    assertThat(SENTENCES).hasSizeGreaterThanOrEqualTo(60);

    // When
    String page = ErrorsPage.of(GROUPS, SENTENCES);

    // Then
    if (Boolean.getBoolean("spillway.approve")) {
      Files.writeString(PAGE, page, UTF_8);
    }
    assertThat(page)
        .as("-Dspillway.approve=true writes it anew")
        .isEqualTo(Files.readString(PAGE, UTF_8));
  }

  static Cli.Ended run(World world, Line line) {
    Map<String, String> settings = new HashMap<>(world.settings());
    settings.putAll(line.settings());
    String[] arguments = line.arguments().toArray(String[]::new);
    if (line.largestFile() == 0) {
      return InProcess.run(settings, arguments);
    }
    try {
      return Cli.local().withHadoop(settings).limitingFiles(line.largestFile()).run(arguments);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
