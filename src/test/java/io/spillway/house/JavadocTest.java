package io.spillway.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavadocTest {
  private static final Path SOURCES = Path.of("src/main/java");

  @Test
  void shouldReadAsTheRulesSay() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<String> objections =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .sorted()
              .flatMap(JavadocTest::objections)
              .toList();

      assertThat(objections).isEmpty();
    }
  }

  private static Stream<String> objections(Path file) {
    try {
      return new Javadoc(Files.readString(file))
          .objections().stream().map(one -> SOURCES.relativize(file) + ":" + one);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/** What is there. */\nclass A {}",
        "/** A thing. The same as another. */\nclass A {}",
        "/**\n * A thing.\n *\n * <p>Whether it is good is unknown.\n */\nclass A {}",
        "/** A thing that nobody needs. */\nclass A {}",
        "  /** The size. */\n  int size() {",
        "  /** The size. */\n  public static <T extends B> List<T> sizes(\n      int a) {",
        "  /** Its name. */\n  @Override\n  public String name();"
      })
  void shouldNotice(String source) {
    assertThat(new Javadoc(source).objections()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/** A thing. */\nclass A {}",
        "  /** Returns the size. */\n  int size() {",
        "  /** Opens the store. */\n  Store open(String uri) {",
        "  /** Closes it; the result is unused. */\n  void close() {",
        "  /**\n   * A number.\n   *\n   * @return the number\n   */\n  int number() {",
        "  /** The largest size, in bytes. */\n  private static final int LARGEST = size(3);",
        "  /** A point. */\n  record Point(int x) {}",
        "  /** Creates a point. */\n  Point(int x) {"
      })
  void shouldLeaveAlone(String source) {
    assertThat(new Javadoc(source).objections()).isEmpty();
  }
}
