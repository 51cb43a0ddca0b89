package io.spillway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.sandbox.Sandbox;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The built jar as a user starts it: in a JVM of its own, on Spark's class path, with settings as
 * system properties. Whatever it prints is searched for secrets.
 */
public final class Cli {
  private static final String LAKEFS = "spark.hadoop.lakefs.api.";

  private final Map<String, String> settings;
  private final String mainClass;
  private final List<Path> moreClasses;
  private final List<String> opened;
  private final int fileLimit;

  /** How a command line ended. */
  public record Ended(int exitCode, String output, String errors) {
    /** What was printed on standard error, by lines. */
    public List<String> errorLines() {
      return errors.lines().toList();
    }
  }

  private Cli(
      Map<String, String> settings,
      String mainClass,
      List<Path> moreClasses,
      List<String> opened,
      int fileLimit) {
    this.settings = Map.copyOf(settings);
    this.mainClass = mainClass;
    this.moreClasses = List.copyOf(moreClasses);
    this.opened = List.copyOf(opened);
    this.fileLimit = fileLimit;
  }

  /** Spark on this machine, and no word on lakeFS. */
  public static Cli local() {
    Map<String, String> settings =
        Map.of(
            "spark.master",
            "local[2]",
            "spark.ui.enabled",
            "false",
            "spark.driver.bindAddress",
            "127.0.0.1",
            "spark.driver.host",
            "127.0.0.1");
    return new Cli(settings, "io.spillway.Main", List.of(), List.of("sun.nio.ch"), 0);
  }

  /** The same with a setting. */
  public Cli with(String name, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(name, value);
    return new Cli(more, mainClass, moreClasses, opened, fileLimit);
  }

  /** The same with settings by Hadoop's names. */
  public Cli withHadoop(Map<String, String> hadoop) {
    Map<String, String> more = new TreeMap<>(settings);
    hadoop.forEach((name, value) -> more.put("spark.hadoop." + name, value));
    return new Cli(more, mainClass, moreClasses, opened, fileLimit);
  }

  /** The same with a lakeFS. */
  public Cli with(Sandbox sandbox) {
    return with(sandbox.url(), sandbox.accessKey(), sandbox.secretKey());
  }

  /** The same with a lakeFS. */
  public Cli with(String url, String accessKey, String secretKey) {
    return with(LAKEFS + "url", url)
        .with(LAKEFS + "access_key", accessKey)
        .with(LAKEFS + "secret_key", secretKey);
  }

  /** The same, but starting another class, one of a folder beside the jar. */
  public Cli starting(String otherClass, Path folder) {
    return new Cli(settings, otherClass, List.of(folder), opened, fileLimit);
  }

  /** The same with more of Java's packages open, as spark-submit opens them. */
  public Cli opening(String... packages) {
    List<String> more = new ArrayList<>(opened);
    more.addAll(List.of(packages));
    return new Cli(settings, mainClass, moreClasses, more, fileLimit);
  }

  /** The same in a process that can write no file larger than so many KiB. */
  public Cli limitingFiles(int kib) {
    return new Cli(settings, mainClass, moreClasses, opened, kib);
  }

  /** The class path of the process, for executors that are processes of their own. */
  public Cli withExecutorsLikeThis(String master) throws IOException {
    return with("spark.master", master).with("spark.executor.extraClassPath", classPath());
  }

  /** Runs a command line to its end. */
  public Ended run(String... arguments) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("spillway-", ".err");
    try {
      Process process = builder(arguments).redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      Ended ended = new Ended(exitCode, output, Files.readString(errors, StandardCharsets.UTF_8));
      assertThat(ended.output() + ended.errors()).doesNotContain(secrets());
      return ended;
    } finally {
      Files.delete(errors);
    }
  }

  /**
   * Starts a command line that the test may kill.
   *
   * @param log where all goes that it prints
   */
  public Process start(Path log, String... arguments) throws IOException {
    Process process =
        builder(arguments).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    process.getOutputStream().close();
    return process;
  }

  private ProcessBuilder builder(String... arguments) throws IOException {
    List<String> command = java();
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    if (settings.containsKey("spark.executor.extraClassPath")) {
      // What Spark's own tests set to start executors without an installed Spark.
      builder.environment().put("SPARK_TESTING", "1");
      builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    }
    return builder;
  }

  private List<String> java() throws IOException {
    List<String> command = new ArrayList<>();
    if (fileLimit > 0) {
      // In blocks of 512 bytes.
      command.addAll(List.of("sh", "-c", "ulimit -f " + 2 * fileLimit + " && exec \"$@\"", "sh"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED"));
    command.addAll(ClassArchive.options());
    opened.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", classPath(), mainClass));
    return command;
  }

  private String classPath() throws IOException {
    return classPath(moreClasses);
  }

  static String classPath(List<Path> moreClasses) throws IOException {
    Path jar = Path.of(System.getProperty("spillway.jar"));
    String spark = Files.readString(jar.resolveSibling("spark.classpath")).strip();
    List<String> classPath = new ArrayList<>(List.of(jar.toString(), spark));
    moreClasses.forEach(folder -> classPath.add(folder.toString()));
    return String.join(File.pathSeparator, classPath);
  }

  /** The values of secret settings, and lakeFS's login as it travels. */
  private List<String> secrets() {
    List<String> secrets = new ArrayList<>();
    settings.forEach(
        (name, value) -> {
          if (name.contains("secret")) {
            secrets.add(value);
          }
        });
    String secret = settings.get(LAKEFS + "secret_key");
    if (secret != null) {
      String login = settings.get(LAKEFS + "access_key") + ":" + secret;
      secrets.add(Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }
    secrets.add("X-Amz-Signature=");
    return secrets;
  }
}
