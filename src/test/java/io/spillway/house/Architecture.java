package io.spillway.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The arrows between packages, as rules over any base package, so that they can be tried on classes
 * that break them.
 *
 * @param base where the project's packages begin, say {@code io.spillway}
 */
record Architecture(String base) {
  /** The packages that each package may import, besides itself; from the bottom to the roof. */
  private static final Map<String, List<String>> ARROWS = new LinkedHashMap<>();

  static {
    arrow("base");
    arrow("store", "base");
    for (String kind : List.of("memory", "file", "hadoop", "s3.direct")) {
      arrow("store." + kind, "base", "store");
    }
    arrow("store.s3", "base", "store", "store.s3.direct");
    arrow("request", "base", "store");
    arrow("outcome", "base", "store");
    arrow("ledger.lease", "base", "store");
    arrow("object", "base", "store");
    arrow("object.plan", "base", "object", "outcome");
    arrow("ledger", "base", "store", "request", "outcome", "ledger.lease");
    arrow("destination", "base", "store", "ledger", "ledger.lease");
    arrow("object.copy", "base", "store", "outcome", "object", "destination");
    arrow("spark", "base", "store", "request", "outcome", "ledger");
    arrow(
        "object.round",
        "base",
        "store",
        "request",
        "outcome",
        "ledger",
        "destination",
        "object",
        "object.plan",
        "object.copy",
        "spark");
    arrow(
        "object.verify",
        "base",
        "store",
        "request",
        "outcome",
        "ledger",
        "destination",
        "object",
        "object.plan",
        "object.copy",
        "object.round",
        "spark");
    arrow("rows", "base");
    arrow("rows.parquet", "base", "store", "rows");
    arrow("source", "base", "store", "request", "object", "object.copy", "rows", "rows.parquet");
    arrow(
        "rows.destination",
        "base",
        "store",
        "request",
        "outcome",
        "ledger",
        "destination",
        "rows",
        "rows.parquet",
        "source",
        "spark");
    arrow(
        "rows.round",
        "base",
        "store",
        "request",
        "outcome",
        "ledger",
        "destination",
        "rows",
        "rows.parquet",
        "rows.destination",
        "spark");
    arrow("source.lakefs.api", "base", "store", "object");
    arrow("source.lakefs.metadata", "base", "store", "object", "source.lakefs.api");
    arrow(
        "source.lakefs",
        "base",
        "store",
        "request",
        "object",
        "source",
        "source.lakefs.api",
        "source.lakefs.metadata");
    arrow("source.postgres.decode", "base", "rows");
    arrow("source.postgres.address", "base");
    arrow(
        "source.postgres",
        "base",
        "request",
        "rows",
        "source",
        "source.postgres.decode",
        "source.postgres.address");
    arrow(
        "report",
        "base",
        "store",
        "store.hadoop",
        "outcome",
        "ledger",
        "ledger.lease",
        "destination",
        "object.plan",
        "object.verify");
    arrow(
        "export",
        "base",
        "store",
        "request",
        "outcome",
        "ledger",
        "ledger.lease",
        "destination",
        "object",
        "object.plan",
        "object.copy",
        "object.round",
        "object.verify",
        "rows",
        "rows.parquet",
        "rows.destination",
        "rows.round",
        "spark",
        "source",
        "report");
    arrow("sandbox.metadata", "base", "object", "source.lakefs.metadata");
    arrow(
        "sandbox",
        "base",
        "store",
        "store.s3",
        "object",
        "source.lakefs.metadata",
        "sandbox.metadata");
  }

  private static void arrow(String importing, String... imported) {
    ARROWS.put(importing, List.of(imported));
  }

  /** Returns the packages whose arrows are held; the doors and the root stand above them. */
  static List<String> packages() {
    return List.copyOf(ARROWS.keySet());
  }

  /** Returns the rule that a package imports of ours only what its arrows name. */
  ArchRule arrowsOf(String name) {
    return noClasses()
        .that(exactly(name))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(base + "..")
                .and(DescribedPredicate.not(exactly(name)))
                .and(
                    DescribedPredicate.not(
                        exactly(ARROWS.getOrDefault(name, List.of()).toArray(String[]::new)))))
        .as(name + " imports of ours only " + ARROWS.get(name))
        .allowEmptyShould(true);
  }

  ArchRule sandboxIsForTheCommandLineAndTests() {
    return onlyIn(
            "the sandbox is imported only by the command line and the demos",
            in("sandbox", "cli", "demo").or(roots("SparkDoors")))
        .dependOnClassesThat(in("sandbox"));
  }

  ArchRule sparkStaysWithJobsAndDoors() {
    return onlyIn(
            "Spark types appear only in spark, the packages of its jobs, and the doors",
            exactly("spark", "object.round", "object.verify", "rows.round", "demo")
                .or(
                    roots(
                        "Application",
                        "Engine",
                        "Exporter",
                        "HadoopSourceSettings",
                        "Host",
                        "Spillway",
                        "SparkDoors",
                        "ThisProcess")))
        .dependOnClassesThat(resideInAnyPackage("org.apache.spark.."));
  }

  ArchRule hadoopStaysAtTheEdges() {
    return onlyIn(
            "Hadoop types appear only with jobs, in store.hadoop, rows.parquet and the doors",
            exactly(
                    "spark",
                    "object.round",
                    "object.verify",
                    "rows.round",
                    "store.hadoop",
                    "rows.parquet",
                    "cli")
                .or(type("report", "ExportHistory"))
                .or(
                    roots(
                        "ApiClient",
                        "Application",
                        "Engine",
                        "HadoopSourceSettings",
                        "Host",
                        "Spillway",
                        "ThisProcess")))
        .dependOnClassesThat(resideInAnyPackage("org.apache.hadoop.."));
  }

  /** What serves a scheme is found by its name alone. */
  ArchRule storesKnowNoOtherStore() {
    return slices().matching(base + ".store.(*)..").should().notDependOnEachOther();
  }

  ArchRule scalaStaysInCommandLine() {
    return onlyIn("Scala types appear only in cli", in("cli"))
        .dependOnClassesThat(resideInAnyPackage("scala..", "scopt.."));
  }

  ArchRule awsStaysInItsStore() {
    return onlyIn("AWS types appear only in store.s3 and sandbox", in("store.s3", "sandbox"))
        .dependOnClassesThat(resideInAnyPackage("software.amazon.."));
  }

  ArchRule lakefsClientStaysInItsPackage() {
    return onlyIn(
            "lakeFS's SDK and OkHttp appear only in source.lakefs.api", in("source.lakefs.api"))
        .dependOnClassesThat(resideInAnyPackage("io.lakefs..", "okhttp3..", "okio.."));
  }

  ArchRule rocksDbStaysWithRangeFiles() {
    return onlyIn(
            "RocksDB appears only in source.lakefs.metadata and sandbox",
            in("source.lakefs.metadata", "sandbox"))
        .dependOnClassesThat(resideInAnyPackage("org.rocksdb.."));
  }

  ArchRule parquetStaysInItsPackage() {
    return onlyIn("Parquet types appear only in rows.parquet", in("rows.parquet"))
        .dependOnClassesThat(resideInAnyPackage("org.apache.parquet.."));
  }

  ArchRule postgresStaysInItsSource() {
    return onlyIn(
            "Postgres's driver and server appear only in source.postgres and demo",
            in("source.postgres", "demo"))
        .dependOnClassesThat(resideInAnyPackage("org.postgresql..", "io.zonky.."));
  }

  /** Doors find a source by its scheme alone; the notebook's own door is lakeFS's. */
  ArchRule sourcesAreFoundByTheirProviders() {
    return onlyIn(
            "a source is named only by itself, what imitates it, and the notebook's door",
            in("source.lakefs", "source.postgres", "sandbox", "demo")
                .or(roots("ApiClient", "Exporter")))
        .dependOnClassesThat(in("source.lakefs", "source.postgres"));
  }

  ArchRule reportsNeedNoDoor() {
    return noClasses()
        .that(in("base", "report"))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.apache.spark..", "scala..", "scopt.."))
        .as("base and report name neither Spark nor scopt");
  }

  ArchRule onlyMainEndsTheProcess() {
    return onlyIn("only Main and Ending end the process", roots("Main").or(type("cli", "Ending")))
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class);
  }

  /** Each package is a slice of its own, and so is the root. */
  ArchRule packagesFormNoCycle() {
    SliceAssignment packages =
        new SliceAssignment() {
          @Override
          public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return name.equals(base) || name.startsWith(base + ".")
                ? SliceIdentifier.of(name)
                : SliceIdentifier.ignore();
          }

          @Override
          public String getDescription() {
            return "packages, the root included";
          }
        };
    return slices().assignedFrom(packages).should().beFreeOfCycles();
  }

  /** Every package is one that the arrows know, so that a new one gets its place on purpose. */
  ArchRule everyPackageIsKnown() {
    return classes()
        .that()
        .resideInAPackage(base + "..")
        .should()
        .resideInAnyPackage(
            Stream.concat(
                    Stream.of(base, base + ".cli", base + ".demo"),
                    ARROWS.keySet().stream().map(name -> base + "." + name))
                .toArray(String[]::new));
  }

  private ClassesShould onlyIn(String rule, DescribedPredicate<JavaClass> allowed) {
    return noClasses()
        .that(DescribedPredicate.not(allowed).as(rule + ", and classes elsewhere"))
        .should();
  }

  private DescribedPredicate<JavaClass> in(String... packages) {
    return resideInAnyPackage(
        Arrays.stream(packages).map(name -> base + "." + name + "..").toArray(String[]::new));
  }

  private DescribedPredicate<JavaClass> roots(String... names) {
    return describe(
        "root classes " + List.of(names),
        type -> type.getPackageName().equals(base) && List.of(names).contains(outermost(type)));
  }

  private DescribedPredicate<JavaClass> exactly(String... packages) {
    return resideInAnyPackage(
        Arrays.stream(packages).map(name -> base + "." + name).toArray(String[]::new));
  }

  private DescribedPredicate<JavaClass> type(String packageName, String name) {
    return describe(
        packageName + "." + name,
        type ->
            type.getPackageName().equals(base + "." + packageName) && outermost(type).equals(name));
  }

  private static String outermost(JavaClass typeOrArray) {
    JavaClass type = typeOrArray.getBaseComponentType();
    String name = type.getName().substring(type.getPackageName().length() + 1);
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }
}
