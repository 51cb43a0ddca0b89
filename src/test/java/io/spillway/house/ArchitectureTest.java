package io.spillway.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules hold for the project, and each fails on the classes planted to break it. */
class ArchitectureTest {
  private static final String PLANTED = "io.spillway.house.planted";

  private static JavaClasses project;
  private static JavaClasses planted;

  @BeforeAll
  static void readClasses() {
    // Names say enough: the classes of libraries need not be read.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    project =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .importPackages("io.spillway");
    planted = new ClassFileImporter().importPackages(PLANTED);
  }

  static Stream<Arguments> rules() {
    Stream<Arguments> arrows =
        Architecture.stages().stream()
            .map(
                stage ->
                    rule(
                        "arrows of " + stage,
                        architecture -> architecture.arrowsOf(stage),
                        plantedArrow(stage)));
    return Stream.concat(
        arrows,
        Stream.of(
            rule("nouns", Architecture::nounsStandAlone, "Noun"),
            rule("sandbox", Architecture::sandboxIsForTheCommandLineAndTests, "serve.NamesSandbox"),
            rule("Spark", Architecture::sparkStaysInRound, "plan.NamesLibraries"),
            rule("Hadoop", Architecture::hadoopStaysAtTheEdges, "plan.NamesLibraries"),
            rule(
                "Hadoop in another store",
                Architecture::hadoopStaysAtTheEdges,
                "store.file.NamesHadoop"),
            rule("stores", Architecture::storesKnowNoOtherStore, "store.hadoop.NamesAnotherStore"),
            rule("Scala", Architecture::scalaStaysInCommandLine, "plan.NamesLibraries"),
            rule("AWS", Architecture::awsStaysInItsStore, "plan.NamesLibraries"),
            rule("lakeFS", Architecture::lakefsClientStaysInItsPackage, "plan.NamesLibraries"),
            rule("RocksDB", Architecture::rocksDbStaysWithRangeFiles, "plan.NamesLibraries"),
            rule("Parquet", Architecture::parquetStaysInItsPackage, "plan.NamesLibraries"),
            rule("Postgres", Architecture::postgresStaysInItsSource, "plan.NamesLibraries"),
            rule("exit", Architecture::onlyMainEndsTheProcess, "plan.EndsProcess"),
            rule("cycles", Architecture::packagesFormNoCycle, "cli.Cycle"),
            rule("packages", Architecture::everyPackageIsKnown, "unheard.Of")));
  }

  private static String plantedArrow(String stage) {
    return stage + ".NamesDoor";
  }

  private static Arguments rule(
      String name, Function<Architecture, ArchRule> rule, String culprit) {
    return Arguments.of(name, rule, culprit);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void shouldHoldForTheProject(String name, Function<Architecture, ArchRule> rule, String culprit) {
    rule.apply(new Architecture("io.spillway")).check(project);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void shouldFailOnWhatIsPlanted(
      String name, Function<Architecture, ArchRule> rule, String culprit) {
    // When
    var result = rule.apply(new Architecture(PLANTED)).evaluate(planted);

    // Then
    assertThat(result.getFailureReport().getDetails())
        .anyMatch(detail -> detail.contains(PLANTED + "." + culprit));
  }

  @Test
  void shouldAllowWhatTheArrowsAllow() {
    var rule = new Architecture(PLANTED).arrowsOf("plan");

    assertThat(rule.evaluate(planted).getFailureReport().getDetails())
        .noneMatch(detail -> detail.contains("plan.FollowsArrows"));
  }

  @Test
  void shouldAllowHadoopInItsStore() {
    var rule = new Architecture(PLANTED).hadoopStaysAtTheEdges();

    assertThat(rule.evaluate(planted).getFailureReport().getDetails())
        .noneMatch(detail -> detail.contains("store.hadoop."));
  }

  @Test
  void shouldReadTheWholeProject() {
    assertThat(project.contain("io.spillway.store.Stores")).isTrue();
    assertThat(project.contain("io.spillway.Main")).isTrue();
  }
}
