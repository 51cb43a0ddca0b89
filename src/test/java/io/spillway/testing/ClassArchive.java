package io.spillway.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The classes of a command line as the JVM keeps them, in a file that later ones map: it halves
 * what the start of a process costs. As {@code ./spillway} makes one for its user.
 */
final class ClassArchive {
  private static final List<String> QUIET = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");

  private ClassArchive() {}

  private static final class Made {
    private static final List<String> OPTIONS = make();
  }

  /** For the JVM of a command line; none where there is no archive. */
  static List<String> options() {
    return Made.OPTIONS;
  }

  private static List<String> make() {
    Path jar = Path.of(System.getProperty("spillway.jar"));
    Path archive = jar.resolveSibling("tests.jsa");
    // Tests run in several processes, and each may be the first.
    try (FileChannel channel =
            FileChannel.open(
                jar.resolveSibling("tests.jsa.lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        FileLock ignored = channel.lock()) {
      if (!Files.exists(archive)
          || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) < 0) {
        Files.deleteIfExists(archive);
        run(archive);
      }
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
    List<String> options = new ArrayList<>(QUIET);
    options.add("-XX:SharedArchiveFile=" + archive);
    return Files.exists(archive) ? options : List.of();
  }

  private static void run(Path archive) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("spillway-classes-");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(QUIET);
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "-XX:ArchiveClassesAtExit=" + archive,
            "-Dspark.master=local[2]",
            "-cp",
            Cli.classPath(List.of()),
            "io.spillway.Main",
            "demo"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    org.apache.commons.io.FileUtils.deleteDirectory(folder.toFile());
  }
}
