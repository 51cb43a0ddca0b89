package io.spillway.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.house.LauncherHome.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class LauncherIT {
  private static final String[] EXPORT = {"repo", "s3://bucket/prefix", "--branch=main"};
  private static final String PREPARING = "Preparing faster starts, once: about ten seconds ...\n";
  private static final Instant LONG_AFTER = Instant.parse("2040-01-01T00:00:00Z");

  @TempDir private Path temporary;
  private LauncherHome home;

  @BeforeEach
  void setUp() throws IOException {
    temporary = temporary.toRealPath();
    home = new LauncherHome(temporary);
  }

  @Test
  void shouldRunInPlainJavaWhereNoSparkIsInstalled() throws Exception {
    // When
    Launch launch = home.launch(EXPORT);

    // Then
    assertThat(launch.exitCode()).isZero();
    assertThat(launch.output())
        .contains(
            "java of " + home.path("bin"),
            "@" + home.path("conf/jvm.options"),
            "-Dspark.master=local[*]")
        .contains(
            home.path("target/spillway.jar")
                + ":"
                + home.path("pom.xml")
                + ":"
                + home.path("LICENSE"))
        .endsWith("io.spillway.Main", "repo", "s3://bucket/prefix", "--branch=main");
  }

  @Test
  void shouldPreferJavaHomeToPath() throws Exception {
    // Given
    home.installJava(home.path("jdk 21/bin"), "21");
    home.set("JAVA_HOME", home.path("jdk 21"));

    // When
    Launch launch = home.launch(EXPORT);

    // Then
    assertThat(launch.output()).startsWith("java of " + home.path("jdk 21/bin"));
  }

  @Test
  void shouldPreferSparkHomeToPath() throws Exception {
    // Given
    home.installSpark(home.path("bin"));
    home.installSpark(home.path("spark/bin"));

    // When
    Launch onPath = home.launch(EXPORT);
    Launch atHome = home.set("SPARK_HOME", home.path("spark")).launch(EXPORT);

    // Then
    assertThat(onPath.output()).startsWith("spark of " + home.path("bin"));
    assertThat(atHome.output())
        .containsExactly(
            "spark of " + home.path("spark/bin"),
            "--class",
            "io.spillway.Main",
            home.path("target/spillway.jar").toString(),
            "repo",
            "s3://bucket/prefix",
            "--branch=main");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "sandbox", "--help", "--version"})
  void shouldNeedNoSparkForWhatRunsOnThisMachine(String command) throws Exception {
    // Given
    home.installSpark(home.path("bin"));

    // When
    Launch launch = home.launch(command);

    // Then
    assertThat(launch.output())
        .startsWith("java of " + home.path("bin"))
        .endsWith("io.spillway.Main", command);
  }

  @Test
  void shouldPassNoArgumentsOn() throws Exception {
    assertThat(home.launch().output()).endsWith("io.spillway.Main");
  }

  @Test
  void shouldPassOddArgumentsIntact() throws Exception {
    // Given
    String[] odd = {
      "a b",
      "",
      "*",
      "it's \"quoted\"",
      "$HOME `id` \\",
      "ключ-鍵",
      "--include=**/*.parquet",
      "-n",
      "x;y&z"
    };
    home.installSpark(home.path("spark/bin"));

    // When
    Launch plain = home.launch(odd);
    Launch onSpark = home.set("SPARK_HOME", home.path("spark")).launch(odd);

    // Then
    assertThat(plain.output()).endsWith(odd);
    assertThat(onSpark.output()).endsWith(odd);
  }

  @Test
  void shouldGiveSparkItsLeadingOptions() throws Exception {
    // Given
    home.installSpark(home.path("spark/bin"));
    home.set("SPARK_HOME", home.path("spark"));

    // When
    Launch launch =
        home.launch(
            "--master",
            "yarn",
            "--conf",
            "spark.a=b c",
            "--num-executors",
            "3",
            "repo",
            "d",
            "--mirror");

    // Then
    assertThat(launch.output().subList(1, 9))
        .containsExactly(
            "--master",
            "yarn",
            "--conf",
            "spark.a=b c",
            "--num-executors",
            "3",
            "--class",
            "io.spillway.Main");
    assertThat(launch.output()).endsWith("repo", "d", "--mirror");
  }

  @Test
  void shouldTakeSettingsAnywhereAndWithoutTheirPrefix() throws Exception {
    // When
    Launch launch =
        home.launch(
            "repo", "--conf", "lakefs.api.url=http://h", "d", "--conf=fs.s3a.endpoint=e", "--wait");

    // Then
    assertThat(launch.output())
        .contains("-Dspark.hadoop.lakefs.api.url=http://h", "-Dspark.hadoop.fs.s3a.endpoint=e")
        .endsWith("repo", "d", "--wait");
    assertThat(home.launch("repo", "d", "--conf").errors()).contains("--conf needs a value");
  }

  @Test
  void shouldSayThatItMayNotBuild() throws Exception {
    // Given: a folder for builds that cannot be one
    Files.writeString(home.path("target"), "in the way");

    // When
    Launch launch = home.launch("repo");

    // Then
    assertThat(launch.exitCode()).isEqualTo(2);
    assertThat(launch.errors())
        .contains("may not be written")
        .doesNotContain("mkdir", "ln:")
        .hasLineCount(1);
  }

  @Test
  void shouldTurnSparkOptionsIntoPropertiesWhereNoSparkIsInstalled() throws Exception {
    // When
    Launch launch =
        home.launch(
            "--conf",
            "spark.hadoop.a=b = *",
            "--master=local[2]",
            "--driver-memory",
            "4g",
            "--properties-file",
            "my file",
            "repo");

    // Then
    assertThat(launch.output())
        .contains(
            "-Dspark.hadoop.a=b = *",
            "-Dspark.master=local[2]",
            "-Xmx4g",
            "-Dspillway.properties-file=my file")
        .doesNotContain("-Dspark.master=local[*]");
  }

  @Test
  void shouldLeaveTheMasterToThePropertiesFileThatNamesIt() throws Exception {
    // Given
    Path file = Files.writeString(temporary.resolve("f.conf"), "# x\n  spark.master   local[3]\n");

    // When
    Launch launch = home.launch("--properties-file", file.toString(), "repo");

    // Then
    assertThat(launch.output()).noneMatch(argument -> argument.startsWith("-Dspark.master="));
  }

  @ParameterizedTest
  @CsvSource({"--queue,q", "--conf,x"})
  void shouldRefuseWhatPlainJavaCannotDo(String option, String value) throws Exception {
    Launch launch = home.launch(option, value, "repo");

    assertThat(launch.exitCode()).isEqualTo(2);
    assertThat(launch.errors()).contains(option).contains(": ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_402", "11.0.22", "22", "25.0.1"})
  void shouldRefuseAnyOtherJavaInOneSentence(String version) throws Exception {
    // Given
    home.installJava(home.path("bin"), version);

    // When
    Launch launch = home.launch(EXPORT);

    // Then
    assertThat(launch.exitCode()).isEqualTo(2);
    assertThat(launch.output()).isEmpty();
    assertThat(launch.errors())
        .isEqualTo(
            "Spillway needs Java 17 or 21, and "
                + home.path("bin/java")
                + " is Java "
                + version
                + ": set JAVA_HOME to one of them.\n");
    assertThat(home.builds()).isZero();
  }

  @Test
  void shouldBuildOnceAndAgainWhenASourceIsNewer() throws Exception {
    // When
    Launch first = home.launch(EXPORT);
    Launch second = home.launch(EXPORT);
    int beforeTheChange = home.builds();
    home.setAge("src/main/java/A.java", LONG_AFTER);
    Launch third = home.launch(EXPORT);

    // Then
    assertThat(first.errors())
        .startsWith("Building Spillway (the first time downloads about ")
        .endsWith(PREPARING)
        .hasLineCount(2);
    assertThat(second.errors()).isEmpty();
    assertThat(beforeTheChange).isEqualTo(1);
    assertThat(third.errors())
        .isEqualTo("Building Spillway again, its sources are newer ...\n" + PREPARING);
    assertThat(home.builds()).isEqualTo(2);
    assertThat(home.archives()).isEqualTo(2);
  }

  @Test
  void shouldStartFromTheArchiveOfClasses() throws Exception {
    // When
    Launch help = home.launch("--help");
    Launch export = home.launch(EXPORT);
    Launch again = home.launch("status", "s3://bucket/prefix");

    // Then
    String archive = "-XX:SharedArchiveFile=" + home.path("target/spillway.jsa");
    assertThat(help.errors()).doesNotContain(PREPARING);
    assertThat(help.output()).doesNotContain(archive);
    assertThat(export.output()).contains(archive);
    assertThat(again.output()).contains(archive);
    assertThat(home.archives()).isEqualTo(1);
  }

  @Test
  void shouldRunWithoutAnArchiveThatCannotBeMade() throws Exception {
    // Given
    home.refuseArchives();

    // When
    Launch first = home.launch(EXPORT);
    Launch second = home.launch(EXPORT);

    // Then
    assertThat(first.errors()).endsWith(PREPARING);
    assertThat(second.errors()).isEmpty();
    assertThat(first.output()).noneMatch(argument -> argument.contains("SharedArchiveFile"));
    assertThat(second.output()).isEqualTo(first.output());
  }

  @Test
  void shouldBuildAgainWhenTheMavenRepositoryHasLostAFile() throws Exception {
    // Given
    home.launch(EXPORT);
    Files.writeString(
        home.path("target/spark.classpath"), home.path("pom.xml") + ":/no such/spark.jar");

    // When
    home.launch(EXPORT);

    // Then
    assertThat(home.builds()).isEqualTo(2);
  }

  @Test
  void shouldShowWhatMavenSaidOnlyWhenTheBuildFails() throws Exception {
    // Given
    home.installMaven("echo chatter\n");
    Launch quiet = home.launch(EXPORT);
    home.setAge("pom.xml", LONG_AFTER);
    home.installMaven("echo it broke; exit 1\n");

    // When
    Launch failed = home.launch(EXPORT);

    // Then
    assertThat(quiet.errors()).doesNotContain("chatter");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.errors()).contains("it broke").contains("Building Spillway failed");
    assertThat(failed.output()).isEmpty();
    assertThat(home.path("target/.building")).doesNotExist();
  }

  @Test
  void shouldBuildOnceWhenLaunchedTwiceAtOnce() throws Exception {
    // Given: a build that goes on when told, and a launch that comes meanwhile
    home.installMaven("mktemp in-maven.XXXXXX; until [ -e go ]; do /bin/sleep 0.05; done\n");
    home.installSleep("mktemp waiting.XXXXXX\n");
    Process one = home.start(home.path("spillway"), home.path("."), EXPORT);
    home.await("in-maven.*", 1);

    // When
    Process two = home.start(home.path("spillway"), home.path("."), EXPORT);
    home.await("{in-maven,waiting}.*", 2);
    Files.createFile(home.path("go"));

    // Then
    assertThat(LauncherHome.end(one).exitCode()).isZero();
    assertThat(LauncherHome.end(two).exitCode()).isZero();
    assertThat(home.builds()).isEqualTo(1);
  }

  @Test
  void shouldTakeOverALockWhoseOwnerHasDied() throws Exception {
    // Given
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.createDirectories(home.path("target"));
    Files.createSymbolicLink(home.path("target/.building"), Path.of(Long.toString(dead.pid())));

    // When
    Launch launch = home.launch(EXPORT);

    // Then
    assertThat(launch.exitCode()).isZero();
    assertThat(home.builds()).isEqualTo(1);
  }

  @Test
  void shouldWorkThroughALinkAndFromAnyFolder() throws Exception {
    // Given
    Path elsewhere = Files.createDirectories(temporary.resolve("else where"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("s"), Path.of("../home of it/spillway"));

    // When
    Launch launch = home.launch(link, elsewhere, "demo");

    // Then
    assertThat(launch.exitCode()).isZero();
    assertThat(launch.output())
        .anyMatch(argument -> argument.startsWith(home.path("target/spillway.jar") + ":"));
    assertThat(elsewhere).isDirectoryContaining(link::equals);
  }

  @Test
  void shouldAddTheUsersJavaOptionsLast() throws Exception {
    // When
    Launch launch = home.set("SPILLWAY_JAVA_OPTS", "-Xmx8g -Dx=*").launch("demo");

    // Then
    assertThat(launch.output())
        .containsSubsequence("@" + home.path("conf/jvm.options"), "-Xmx8g", "-Dx=*", "-cp");
  }

  @ParameterizedTest
  @CsvSource({"POSIX,C.UTF-8", "de_DE.UTF-8,de_DE.UTF-8"})
  void shouldNeverRunJavaWithoutUtf8(String locale, String expected) throws Exception {
    // When
    home.set("LC_ALL", locale).launch("demo");

    // Then
    assertThat(home.path("locale")).hasContent(expected);
  }
}
