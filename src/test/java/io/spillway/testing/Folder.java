package io.spillway.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A destination folder as its reader sees it. */
public record Folder(Path path) {

  /** As a location, the way a user writes it. */
  public String uri() {
    return "file://" + path;
  }

  /** Every file by its path below the folder, without markers and Spillway's own. */
  public Map<String, byte[]> objects() throws IOException {
    Map<String, byte[]> found = new TreeMap<>();
    for (String file : files()) {
      if (!file.startsWith("EXPORT_") && !file.startsWith("_spillway/")) {
        found.put(file, Files.readAllBytes(path.resolve(file)));
      }
    }
    return found;
  }

  /** The names of the markers. */
  public List<String> markers() throws IOException {
    return files().stream().filter(file -> file.startsWith("EXPORT_")).toList();
  }

  /** The only marker's text. */
  public String marker() throws IOException {
    List<String> markers = markers();
    if (markers.size() != 1) {
      throw new AssertionError("markers: " + markers);
    }
    return Files.readString(path.resolve(markers.get(0)), StandardCharsets.UTF_8);
  }

  /** Every file below the folder. */
  public List<String> files() throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(Files::isRegularFile)
          .map(file -> path.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
