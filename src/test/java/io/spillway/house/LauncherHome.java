package io.spillway.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * A copy of the launcher in a folder of its own, with a {@code java}, a {@code spark-submit} and a
 * Maven wrapper that only say how they were called.
 */
final class LauncherHome {
  /** How one launch ended; the output of the fakes has one argument per line. */
  record Launch(int exitCode, List<String> output, String errors) {}

  private static final String SAY_ARGUMENTS = "printf '%s\\n' \"$@\"\n";
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  private final Path folder;
  private final Map<String, String> environment = new TreeMap<>();

  LauncherHome(Path temporary) throws IOException {
    folder = Files.createDirectories(temporary.resolve("home of it"));
    Files.copy(Path.of("spillway"), folder.resolve("spillway"));
    for (String source : List.of("pom.xml", "LICENSE", "NOTICE", "src/main/java/A.java")) {
      write(folder.resolve(source), "");
      setAge(source, LONG_AGO);
    }
    setAge("src/main/java", LONG_AGO);
    setAge("src/main", LONG_AGO);
    installMaven("");
    installJava(path("bin"), "17.0.15");
    environment.put("PATH", path("bin") + ":/usr/bin:/bin");
  }

  /** A place below this home. */
  Path path(String name) {
    return folder.resolve(name);
  }

  LauncherHome set(String variable, Object value) {
    environment.put(variable, value.toString());
    return this;
  }

  /** Makes a file newer or older than it is. */
  void setAge(String name, Instant time) throws IOException {
    Files.setLastModifiedTime(path(name), FileTime.from(time));
  }

  /** A Maven that makes the jar and the class path, after the given lines of shell. */
  void installMaven(String before) throws IOException {
    script(
        path("mvnw"),
        before
            + """
            echo built >>builds
            mkdir -p target/quick
            echo jar >target/quick/spillway.jar
            printf '%s' "$PWD/pom.xml:$PWD/LICENSE" >target/quick/spark.classpath
            """);
  }

  void installJava(Path bin, String version) throws IOException {
    script(
        bin.resolve("java"),
        "if [ \"$1\" = -version ]; then echo 'openjdk version \""
            + version
            + "\" 2025-04-15' >&2; exit; fi\n"
            + "echo \"java of "
            + bin
            + "\"\n"
            + "echo \"$LC_ALL\" >'"
            + path("locale")
            + "'\n"
            + "for a in \"$@\"; do case $a in -XX:ArchiveClassesAtExit=*)"
            + " echo archived >>'"
            + path("archives")
            + "'; echo x >\"${a#*=}\";; esac; done\n"
            + SAY_ARGUMENTS);
    script(bin.resolve("javac"), "");
  }

  /** From now on there is a Java that makes no archive, and fails. */
  void refuseArchives() throws IOException {
    Path java = path("bin/java");
    String refusal = "case \"$*\" in *ArchiveClassesAtExit*) exit 1;; esac\n";
    script(java, refusal + Files.readString(java));
  }

  void installSpark(Path bin) throws IOException {
    script(bin.resolve("spark-submit"), "echo \"spark of " + bin + "\"\n" + SAY_ARGUMENTS);
  }

  /** What the launcher does instead of sleeping, before it really sleeps for a moment. */
  void installSleep(String instead) throws IOException {
    script(path("bin").resolve("sleep"), instead + "exec /bin/sleep 0.05\n");
  }

  /** Waits, a minute at most, until so many files match. */
  void await(String glob, int count) throws IOException, InterruptedException {
    Instant end = Instant.now().plusSeconds(60);
    while (count(glob) < count) {
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException("Fewer than " + count + " files match " + glob);
      }
      Thread.sleep(20);
    }
  }

  private long count(String glob) throws IOException {
    try (var found = Files.newDirectoryStream(folder, glob)) {
      return StreamSupport.stream(found.spliterator(), false).count();
    }
  }

  /** How many times the jar was built. */
  int builds() throws IOException {
    return lines("builds");
  }

  /** How many times the archive of classes was made. */
  int archives() throws IOException {
    return lines("archives");
  }

  private int lines(String name) throws IOException {
    Path file = path(name);
    return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8).size() : 0;
  }

  Launch launch(String... arguments) throws IOException, InterruptedException {
    return launch(path("spillway"), folder, arguments);
  }

  Launch launch(Path launcher, Path workingFolder, String... arguments)
      throws IOException, InterruptedException {
    return end(start(launcher, workingFolder, arguments));
  }

  Process start(Path launcher, Path workingFolder, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(workingFolder.toFile());
    builder.environment().clear();
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    return builder.start();
  }

  static Launch end(Process process) throws IOException, InterruptedException {
    List<String> output = process.inputReader(StandardCharsets.UTF_8).lines().toList();
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Launch(process.waitFor(), output, errors);
  }

  private static void script(Path path, String content) throws IOException {
    write(path, "#!/bin/sh\n" + content);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void write(Path path, String content) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
