package io.spillway.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A fault of the protocol that is planted in a copy of the sources.
 *
 * @param name what it does
 * @param file the source below {@code src/main/java}
 */
record PlantedFault(String name, String file, List<Change> changes) {
  static final Path FAULTS = Path.of("src/test/planted/faults.txt");
  static final Path SOURCES = Path.of("src/main/java");

  /** Lines, and those that replace them; none has indentation. */
  record Change(List<String> lines, List<String> others) {}

  /** All faults of the list. */
  static List<PlantedFault> all() throws IOException {
    List<PlantedFault> faults = new ArrayList<>();
    for (String block : Files.readString(FAULTS).split("\n## ")) {
      List<String> lines = block.lines().toList();
      if (lines.size() > 2 && lines.get(1).endsWith(".java")) {
        faults.add(new PlantedFault(lines.get(0), lines.get(1), changes(lines)));
      }
    }
    return faults;
  }

  private static List<Change> changes(List<String> lines) {
    List<Change> changes = new ArrayList<>();
    for (String line : lines.subList(2, lines.size())) {
      Change last = changes.isEmpty() ? null : changes.get(changes.size() - 1);
      if (line.startsWith("- ") && (last == null || !last.others().isEmpty())) {
        last = new Change(new ArrayList<>(), new ArrayList<>());
        changes.add(last);
      }
      if (last != null && line.startsWith("- ")) {
        last.lines().add(line.substring(2).strip());
      } else if (last != null && line.startsWith("+ ")) {
        last.others().add(line.substring(2).strip());
      }
    }
    return changes;
  }

  /**
   * The source with the fault.
   *
   * @throws IllegalStateException if a change does not fit exactly once
   */
  String planted() throws IOException {
    List<String> source =
        new ArrayList<>(Arrays.asList(Files.readString(SOURCES.resolve(file)).split("\n", -1)));
    for (Change change : changes) {
      List<Integer> places = places(source, change.lines());
      if (places.size() != 1) {
        throw new IllegalStateException(
            "'" + name + "' fits " + places.size() + " times in " + file + ": " + change.lines());
      }
      List<String> place = source.subList(places.get(0), places.get(0) + change.lines().size());
      place.clear();
      place.addAll(change.others());
    }
    return String.join("\n", source);
  }

  private static List<Integer> places(List<String> source, List<String> lines) {
    List<Integer> places = new ArrayList<>();
    for (int at = 0; at + lines.size() <= source.size(); at++) {
      boolean fits = true;
      for (int line = 0; line < lines.size(); line++) {
        fits &= source.get(at + line).strip().equals(lines.get(line));
      }
      if (fits) {
        places.add(at);
      }
    }
    return places;
  }
}
