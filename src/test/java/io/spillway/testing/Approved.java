package io.spillway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Outputs that somebody has read and approved; {@code -Dspillway.approve=true} writes them anew.
 */
public final class Approved {
  private static final Path PROJECT = Path.of(System.getProperty("basedir", ""));
  private static final Path FOLDER =
      PROJECT.resolve(Path.of("src", "test", "resources", "approved"));

  private Approved() {}

  /**
   * Makes sure that an output is the approved one.
   *
   * @param name of its file
   * @param output with all replaced in it that changes from run to run
   */
  public static void check(String name, String output) throws IOException {
    checkFile(FOLDER.resolve(name), output);
  }

  /** Makes sure that a page of the documentation is what a test found. */
  public static void checkPage(Path page, String content) throws IOException {
    checkFile(PROJECT.resolve(page), content);
  }

  /** The approved output. */
  public static String read(String name) throws IOException {
    return Files.readString(FOLDER.resolve(name), UTF_8);
  }

  private static void checkFile(Path file, String content) throws IOException {
    if (Boolean.getBoolean("spillway.approve")) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, content, UTF_8);
    }
    assertThat(file).as("-Dspillway.approve=true writes it").exists();
    assertThat(content)
        .as("%s (-Dspillway.approve=true writes it anew)", file)
        .isEqualTo(Files.readString(file, UTF_8));
  }
}
