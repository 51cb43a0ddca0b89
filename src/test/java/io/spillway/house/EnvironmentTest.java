package io.spillway.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The lifecycle, the ledger and the lease take time, sleep, ids and timers from {@link
 * io.spillway.base.Environment}, so that a simulation can drive them.
 */
class EnvironmentTest {
  private static final Set<String> FORBIDDEN =
      Set.of(
          name(System.class, "nanoTime"),
          name(System.class, "currentTimeMillis"),
          name(Instant.class, "now"),
          name(Clock.class, "systemUTC"),
          name(Clock.class, "systemDefaultZone"),
          name(Clock.class, "system"),
          name(RandomGenerator.class, "getDefault"),
          name(RandomGenerator.class, "of"),
          name(ThreadLocalRandom.class, "current"),
          name(UUID.class, "randomUUID"),
          name(Thread.class, "sleep"),
          name(TimeUnit.class, "sleep"));

  private static final List<String> FORBIDDEN_TYPES =
      List.of(Executors.class.getName(), Timer.class.getName());

  @BeforeAll
  static void resolveNothing() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
  }

  private static String name(Class<?> type, String method) {
    return type.getName() + "." + method;
  }

  private static ArchRule rule(String base) {
    return noClasses()
        .that()
        .resideInAnyPackage(base + ".export..", base + ".ledger..", base + ".destination..")
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "is the machine's time, randomness or timers", EnvironmentTest::isOfTheMachine))
        .allowEmptyShould(true);
  }

  private static boolean isOfTheMachine(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    return FORBIDDEN_TYPES.contains(owner)
        || FORBIDDEN.contains(owner + "." + access.getTarget().getName());
  }

  @Test
  void shouldTakeNothingFromTheMachineInTheLifecycle() {
    JavaClasses project =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .importPackages("io.spillway");

    assertThat(project.containPackage("io.spillway.ledger.lease")).isTrue();
    rule("io.spillway").check(project);
  }

  @Test
  void shouldFindEachThatDoes() {
    EvaluationResult found =
        rule("io.spillway.house.clocks")
            .evaluate(new ClassFileImporter().importPackages("io.spillway.house.clocks"));

    assertThat(found.getFailureReport().getDetails()).hasSize(8);
  }
}
