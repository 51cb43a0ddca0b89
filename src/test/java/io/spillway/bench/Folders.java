package io.spillway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Folders that come and go with a benchmark. */
final class Folders {
  private Folders() {}

  /** The sizes of all files below it, by their names. */
  static Map<String, Long> files(Path folder) throws IOException {
    Map<String, Long> there = new LinkedHashMap<>();
    for (Path path : below(folder)) {
      if (Files.isRegularFile(path)) {
        there.put(folder.relativize(path).toString(), Files.size(path));
      }
    }
    return there;
  }

  /** Deletes it with all in it; nothing happens when there is none. */
  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      for (Path path : below(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.toList();
    }
  }
}
