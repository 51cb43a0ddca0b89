package io.spillway.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules hold for the project, and each fails on the classes planted to break it. */
class ArchitectureTest {
  private static final String PLANTED = "io.spillway.house.planted";

  private static final int ROOT_FILES = 15;
  private static final int FILES = 40;

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
    return Stream.of(
        rule("arrows", architecture -> architecture.arrowsOf("outcome"), "outcome.NamesDoor"),
        rule("sandbox", Architecture::sandboxIsForTheCommandLineAndTests, "export.NamesSandbox"),
        rule("Spark", Architecture::sparkStaysWithJobsAndDoors, "outcome.NamesLibraries"),
        rule("Hadoop", Architecture::hadoopStaysAtTheEdges, "outcome.NamesLibraries"),
        rule(
            "Hadoop in another store",
            Architecture::hadoopStaysAtTheEdges,
            "store.file.NamesHadoop"),
        rule("stores", Architecture::storesKnowNoOtherStore, "store.hadoop.NamesAnotherStore"),
        rule("Scala", Architecture::scalaStaysInCommandLine, "outcome.NamesLibraries"),
        rule("AWS", Architecture::awsStaysInItsStore, "outcome.NamesLibraries"),
        rule("lakeFS", Architecture::lakefsClientStaysInItsPackage, "outcome.NamesLibraries"),
        rule("RocksDB", Architecture::rocksDbStaysWithRangeFiles, "outcome.NamesLibraries"),
        rule("Parquet", Architecture::parquetStaysInItsPackage, "outcome.NamesLibraries"),
        rule("Postgres", Architecture::postgresStaysInItsSource, "outcome.NamesLibraries"),
        rule("sources", Architecture::sourcesAreFoundByTheirProviders, "cli.NamesSource"),
        rule("reports", Architecture::reportsNeedNoDoor, "report.NamesSpark"),
        rule("exit", Architecture::onlyMainEndsTheProcess, "outcome.EndsProcess"),
        rule("cycles through the root", Architecture::packagesFormNoCycle, "cli.NamesRoot"),
        rule("packages", Architecture::everyPackageIsKnown, "unheard.Of"));
  }

  private static Arguments rule(String name, Function<Architecture, ArchRule> rule, String finder) {
    return Arguments.of(name, rule, finder);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void shouldHoldForTheProject(String name, Function<Architecture, ArchRule> rule, String finder) {
    rule.apply(new Architecture("io.spillway")).check(project);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void shouldFailOnWhatIsPlanted(
      String name, Function<Architecture, ArchRule> rule, String finder) {
    // When
    var result = rule.apply(new Architecture(PLANTED)).evaluate(planted);

    // Then
    assertThat(result.getFailureReport().getDetails())
        .anyMatch(detail -> detail.contains(PLANTED + "." + finder));
  }

  @Test
  void shouldAllowWhatTheArrowsAllow() {
    var rule = new Architecture(PLANTED).arrowsOf("outcome");

    assertThat(rule.evaluate(planted).getFailureReport().getDetails())
        .noneMatch(detail -> detail.contains("outcome.FollowsArrows"));
  }

  static Stream<String> packages() {
    return Architecture.packages().stream();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void shouldFollowItsArrows(String name) {
    assertThat(project.containPackage("io.spillway." + name)).isTrue();
    new Architecture("io.spillway").arrowsOf(name).check(project);
  }

  @Test
  void shouldKeepPackagesSmall() {
    Map<String, Long> files =
        project.stream()
            .filter(type -> type.isTopLevelClass())
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

    assertThat(files.get("io.spillway")).as("files of the root").isLessThanOrEqualTo(ROOT_FILES);
    assertThat(files).allSatisfy((name, count) -> assertThat(count).isLessThanOrEqualTo(FILES));
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
