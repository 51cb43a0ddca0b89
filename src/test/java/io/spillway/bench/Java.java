package io.spillway.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How JVMs of a benchmark are started. */
final class Java {
  private static final Path TARGET = Path.of(System.getProperty("basedir", ""), "target");
  private static final List<String> PROBES =
      List.of("PhaseListener.class", "PlanningRun.class", "PlanningRun$Clock.class");

  private Java() {}

  static String executable() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** A class of this package in a fresh JVM on the tests' class path. */
  static List<String> bench(Class<?> main, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(executable());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return command;
  }

  /** Spillway from its jar on Spark's class path, with what {@code ./spillway} gives it. */
  static List<String> spillway(
      String heap, Map<String, String> settings, String main, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(executable());
    command.add("@" + conf("jvm.options"));
    command.add("-Xmx" + heap);
    command.add("-Dlog4j2.configurationFile=" + conf("log4j2.properties"));
    command.addAll(archive());
    command.addAll(extra());
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", classPath(), main));
    command.addAll(arguments);
    return command;
  }

  /** The classes that {@code ./spillway} keeps for its next start, where it has. */
  private static List<String> archive() throws IOException {
    Path archive = TARGET.toAbsolutePath().resolve("spillway.jsa");
    return Files.exists(archive) && Files.size(archive) > 0
        ? List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-XX:SharedArchiveFile=" + archive)
        : List.of();
  }

  private static Path conf(String name) {
    return TARGET.toAbsolutePath().resolveSibling("conf").resolve(name);
  }

  /** More options for the JVM under test, say a flight recording. */
  private static List<String> extra() {
    String options = System.getProperty("bench.self.options", "").strip();
    return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
  }

  private static String classPath() throws IOException {
    String spark = Files.readString(TARGET.resolve("spark.classpath"), UTF_8).strip();
    return String.join(
        File.pathSeparator,
        TARGET.toAbsolutePath().resolve("spillway.jar").toString(),
        spark,
        probes());
  }

  /** Just our probes: with all of the test classes the unshaded ones would come along. */
  private static String probes() throws IOException {
    Path folder = TARGET.resolve("bench").resolve("probes");
    Path own = folder.resolve("io/spillway/bench");
    Files.createDirectories(own);
    for (String name : PROBES) {
      Path from = TARGET.resolve("test-classes/io/spillway/bench").resolve(name);
      if (Files.exists(from)) {
        Files.write(own.resolve(name), Files.readAllBytes(from));
      }
    }
    return folder.toString();
  }
}
