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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The arrows between packages, as rules over any base package, so that they can be tried on classes
 * that break them.
 *
 * @param base where the project's packages begin, say {@code io.spillway}
 */
record Architecture(String base) {
  /** What each package may import besides itself and the root's nouns. */
  private static final Map<String, List<String>> ARROWS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("store", List.of()),
              Map.entry("lakefs", List.of("store")),
              Map.entry("sandbox", List.of("lakefs", "store")),
              Map.entry("source", List.of("lakefs", "store")),
              Map.entry("parquet", List.of("source", "store")),
              Map.entry("plan", List.of("source", "store", "parquet")),
              Map.entry("ledger", List.of("plan", "source", "store")),
              Map.entry("destination", List.of("ledger", "plan", "source", "store")),
              Map.entry(
                  "transfer",
                  List.of("source", "lakefs", "store", "parquet", "plan", "ledger", "destination")),
              Map.entry(
                  "round",
                  List.of(
                      "transfer",
                      "source",
                      "lakefs",
                      "store",
                      "parquet",
                      "plan",
                      "ledger",
                      "destination"))));

  /** The few classes of the root that all share; the rest of the root stands above all stages. */
  private static final List<String> NOUNS =
      List.of(
          "ApiClient",
          "ApiSettings",
          "ByteSize",
          "Bytes",
          "KeyFilter",
          "KeyGlob",
          "KeyGlobs",
          "Location",
          "Noun",
          "ProgressListener",
          "ReadMode",
          "Retention",
          "Settings",
          "SourceAccess",
          "SparkFilter",
          "SpillwayException",
          "Version",
          "package-info");

  /** The stages whose arrows are held. */
  static List<String> stages() {
    return List.copyOf(ARROWS.keySet());
  }

  /** A stage imports what is upstream of it and nothing else of ours. */
  ArchRule arrowsOf(String stage) {
    return noClasses()
        .that(in(stage))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(base + "..")
                .and(DescribedPredicate.not(in(stage)))
                .and(
                    DescribedPredicate.not(
                        in(ARROWS.getOrDefault(stage, List.of()).toArray(String[]::new))))
                .and(DescribedPredicate.not(noun())))
        .as(stage + " imports of ours only " + ARROWS.get(stage) + " and the root's nouns")
        .allowEmptyShould(true);
  }

  ArchRule nounsStandAlone() {
    return noClasses()
        .that(noun())
        .should()
        .dependOnClassesThat(resideInAnyPackage(base + "..").and(DescribedPredicate.not(noun())))
        .as("nouns of the root import no package and no door of ours");
  }

  ArchRule sandboxIsForTheCommandLineAndTests() {
    return onlyIn(
            "the sandbox is imported only by the command line",
            in("sandbox").or(in("cli")).or(roots("Demo", "PostgresDemo", "SandboxCommand")))
        .dependOnClassesThat(in("sandbox"));
  }

  ArchRule sparkStaysInRound() {
    return onlyIn(
            "Spark types appear only in round and the doors",
            in("round")
                .or(roots("Application", "Demo", "Exporter", "PostgresDemo", "PostgresExporter")))
        .dependOnClassesThat(resideInAnyPackage("org.apache.spark.."));
  }

  ArchRule hadoopStaysAtTheEdges() {
    return onlyIn(
            "Hadoop types appear only in round, store.hadoop, parquet, the doors and ApiClient",
            in("round", "store.hadoop", "parquet")
                .or(
                    roots(
                        "Application",
                        "Exporter",
                        "ExportHistory",
                        "HadoopSettings",
                        "PostgresExporter",
                        "StatusCommand",
                        "ApiClient",
                        "ApiSettings")))
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
    return onlyIn("lakeFS's SDK and OkHttp appear only in lakefs", in("lakefs"))
        .dependOnClassesThat(resideInAnyPackage("io.lakefs..", "okhttp3..", "okio.."));
  }

  ArchRule rocksDbStaysWithRangeFiles() {
    return onlyIn("RocksDB appears only in lakefs and sandbox", in("lakefs", "sandbox"))
        .dependOnClassesThat(resideInAnyPackage("org.rocksdb.."));
  }

  ArchRule parquetStaysInItsPackage() {
    return onlyIn("Parquet types appear only in parquet", in("parquet"))
        .dependOnClassesThat(resideInAnyPackage("org.apache.parquet.."));
  }

  ArchRule postgresStaysInItsSource() {
    return onlyIn(
            "Postgres's driver and server appear only in source.postgres and sandbox",
            in("source.postgres", "sandbox"))
        .dependOnClassesThat(resideInAnyPackage("org.postgresql..", "io.zonky.."));
  }

  ArchRule onlyMainEndsTheProcess() {
    return onlyIn("only Main and Ending end the process", roots("Main", "Ending"))
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class);
  }

  ArchRule packagesFormNoCycle() {
    return slices().matching(base + ".(*)..").should().beFreeOfCycles();
  }

  /** Every package is one that the arrows know, so that a new one gets its place on purpose. */
  ArchRule everyPackageIsKnown() {
    return classes()
        .that()
        .resideInAPackage(base + "..")
        .should()
        .resideInAnyPackage(
            Stream.concat(
                    Stream.of(base, base + ".cli..", base + ".serve.."),
                    ARROWS.keySet().stream().map(stage -> base + "." + stage + ".."))
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

  private DescribedPredicate<JavaClass> noun() {
    return describe(
        "nouns", type -> type.getPackageName().equals(base) && NOUNS.contains(outermost(type)));
  }

  private static String outermost(JavaClass typeOrArray) {
    JavaClass type = typeOrArray.getBaseComponentType();
    String name = type.getName().substring(type.getPackageName().length() + 1);
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }
}
