package io.spillway.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.object.Entry;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.testing.Folder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar under Spark's own submit, which sets up class loaders and the log before it is asked. */
class SubmitIT {
  private static Sandbox sandbox;
  private static Repo repo;

  @TempDir private Path temporary;

  private record Ended(int exitCode, String output, String errors) {
    /** What was said that is not Spark's warning about this machine's name. */
    List<String> remarks() {
      return errors.lines().filter(line -> !line.contains("WARN Utils")).toList();
    }
  }

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start(Sandbox.options());
    repo = sandbox.createRepository("example");
    Branch main = repo.branch("main");
    main.put("a", new byte[1], "text/plain", Map.of());
    main.put("b/_SUCCESS", new byte[0]);
    main.commit("m");
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void shouldExportAndSayNothingButItsProgress() throws Exception {
    // Given
    Folder folder = new Folder(temporary.resolve("out"));

    // When
    Ended ended = submit("example", folder.uri(), "--branch=main");

    // Then
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    assertThat(folder.objects()).containsOnlyKeys("a", "b/_SUCCESS");
    assertThat(ended.output()).startsWith("Exported lakefs://example/");
    assertThat(ended.remarks()).isNotEmpty().allMatch(line -> line.startsWith("spillway: "));
    assertThat(ended.output() + ended.errors()).doesNotContain(sandbox.secretKey());
  }

  @Test
  void shouldEndWithOneSentenceAfterBadInput() throws Exception {
    // When
    Ended option = submit("example", "s3://b/p", "--no-such-option");
    Ended branch = submit("example", "file://" + temporary, "--branch=none");

    // Then
    assertThat(List.of(option, branch)).extracting(Ended::exitCode).containsOnly(2);
    assertThat(option.remarks()).singleElement().asString().contains("--no-such-option");
    assertThat(branch.remarks()).singleElement().asString().contains("Branch 'none'");
  }

  @Test
  void shouldFailTheProcessWhenAnObjectIsMissing() throws Exception {
    // Given
    Branch broken = repo.createBranch("broken", "main");
    Entry gone = broken.put("gone", new byte[1]);
    broken.commit("m");
    repo.remove(gone.location(repo.storageNamespace()));
    Folder folder = new Folder(temporary.resolve("out"));

    // When
    Ended ended = submit("example", folder.uri(), "--branch=broken");

    // Then
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(folder.markers()).singleElement().asString().endsWith("_FAILURE");
    assertThat(ended.remarks()).allMatch(line -> line.startsWith("spillway: "));
  }

  private Ended submit(String... arguments) throws IOException, InterruptedException {
    Path jar = Path.of(System.getProperty("spillway.jar"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "-cp",
            Files.readString(jar.resolveSibling("spark.classpath")).strip(),
            "org.apache.spark.deploy.SparkSubmit",
            "--master",
            "local[2]",
            "--conf",
            "spark.ui.enabled=false",
            "--conf",
            "spark.hadoop.lakefs.api.url=" + sandbox.url(),
            "--conf",
            "spark.hadoop.lakefs.api.access_key=" + sandbox.accessKey(),
            "--conf",
            "spark.hadoop.lakefs.api.secret_key=" + sandbox.secretKey(),
            "--class",
            "io.spillway.Main",
            jar.toString()));
    command.addAll(List.of(arguments));
    Path errors = temporary.resolve("errors");
    Path output = temporary.resolve("output");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process =
        builder.redirectError(errors.toFile()).redirectOutput(output.toFile()).start();
    int exitCode = process.waitFor();
    return new Ended(
        exitCode,
        Files.readString(output, StandardCharsets.UTF_8),
        Files.readString(errors, StandardCharsets.UTF_8));
  }
}
