package io.spillway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Test classes that run beside the built jar. */
public final class Probes {
  private Probes() {}

  /** A class path with just these classes, or our unshaded ones would come along. */
  public static Path alone(Path temp, Class<?>... types) throws IOException {
    Path root = temp.resolve("probe");
    for (Class<?> type : types) {
      String name = type.getName().replace('.', '/') + ".class";
      Files.createDirectories(root.resolve(name).getParent());
      try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
        Files.copy(bytes, root.resolve(name));
      }
    }
    return root;
  }
}
