package io.spillway.demo;

import io.spillway.destination.Prefix;
import io.spillway.ledger.Marker;
import io.spillway.outcome.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The contents of a folder after an export.
 *
 * @param folder its absolute path
 * @param groups files and their bytes by the first part of their paths ({@code images/}, {@code
 *     README.md}), without the marker and Spillway's own files
 * @param repository the exported repository
 * @param branch the exported branch
 */
public record DemoResult(Path folder, Map<String, Tally> groups, String repository, String branch) {
  public DemoResult {
    groups = new TreeMap<>(groups);
  }

  /**
   * Returns the contents of a folder.
   *
   * @throws IOException if the folder cannot be read
   */
  public static DemoResult in(Path folder, String repository, String branch) throws IOException {
    Map<String, Tally> groups = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> !isOwn(folder.relativize(file)))
          .forEach(
              file ->
                  groups.merge(
                      group(folder.relativize(file)),
                      new Tally(1, file.toFile().length()),
                      Tally::plus));
    }
    return new DemoResult(folder, groups, repository, branch);
  }

  private static boolean isOwn(Path file) {
    return file.startsWith(Prefix.OWN_FOLDER) || Marker.isNameOfOne(file.toString());
  }

  private static String group(Path file) {
    return file.getNameCount() == 1 ? file.toString() : file.getName(0) + "/";
  }
}
