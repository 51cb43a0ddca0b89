package io.spillway.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What moving and minimizing could break, seen from a JVM that has the jar and Spark and nothing else. */
class ShadedJarIT {
  @TempDir private Path temporary;

  @Test
  void shouldReachS3AndLakeFsAndSparkFromTheJar() throws Exception {
    // Given
    Path jar = Path.of(System.getProperty("spillway.jar"));
    String spark = Files.readString(jar.resolveSibling("spark.classpath"));
    String classPath = String.join(File.pathSeparator, jar.toString(), spark.strip(), probe().toString());

    // When
    List<String> output = java("-cp", classPath, JarProbe.class.getName(), temporary.resolve("sandbox").toString());

    // Then
    assertThat(output).hasSize(3).startsWith("S3: k & ü of 7").endsWith("Spark: 500");
    assertThat(output.get(1)).matches("lakeFS: [1-9]\\d{2}");
  }

  /** A class path of its own, or our unshaded test classes would come along. */
  private Path probe() throws IOException {
    Path root = temporary.resolve("probe");
    String name = JarProbe.class.getName().replace('.', '/') + ".class";
    Files.createDirectories(root.resolve(name).getParent());
    try (InputStream bytes = JarProbe.class.getClassLoader().getResourceAsStream(name)) {
      Files.copy(bytes, root.resolve(name));
    }
    return root;
  }

  private List<String> java(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-Dstdout.encoding=UTF-8",
                    "-Dfile.encoding=UTF-8",
                    "-Dlog4j2.configurationFile=" + Path.of("conf/log4j2.properties").toAbsolutePath(),
                    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                    "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED"),
                Stream.of(arguments))
            .toList();
    Path errors = temporary.resolve("errors");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    List<String> output = process.inputReader(StandardCharsets.UTF_8).lines().toList();
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    return output;
  }
}
