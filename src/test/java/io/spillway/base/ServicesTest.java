package io.spillway.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesTest {
  @TempDir Path jar;

  /** A service of the tests. */
  public interface Greeting {
    /** Returns the greeting. */
    String text();
  }

  /** Works. */
  public static final class Hello implements Greeting {
    @Override
    public String text() {
      return "hello";
    }
  }

  /** Cannot be made. */
  public static final class Unready implements Greeting {
    public Unready() {
      throw new IllegalStateException("its library is too old");
    }

    @Override
    public String text() {
      return "never";
    }
  }

  /** Can be made, and lacks a class that it needs. */
  public static final class Lacking implements Greeting {
    @Override
    public String text() {
      throw new NoClassDefFoundError("org/missing/Library");
    }
  }

  /** Works too. */
  public static final class Ahoy implements Greeting {
    @Override
    public String text() {
      return "ahoy";
    }
  }

  @Test
  void shouldNameWhatCannotBeLoadedAndLoadTheRest() throws IOException {
    // Given
    Path file = jar.resolve("META-INF/services/" + Greeting.class.getName());
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        String.join(
            "\n",
            Hello.class.getName(),
            "org.example.Removed",
            Unready.class.getName(),
            Lacking.class.getName(),
            Ahoy.class.getName()));

    // When
    Services<Greeting> found;
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
      found = Services.load(Greeting.class, loader, Greeting::text);
    }

    // Then
    assertThat(found.working()).extracting(Greeting::text).containsExactly("hello", "ahoy");
    assertThat(found.broken()).hasSize(3);
    assertThat(found.broken().get(0)).contains("org.example.Removed");
    assertThat(found.broken().get(1)).contains("Unready", "its library is too old");
    assertThat(found.broken().get(2)).contains("Lacking", "org/missing/Library");
  }
}
