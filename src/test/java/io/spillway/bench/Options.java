package io.spillway.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to measure.
 *
 * @param cases by their letters
 * @param runs timed runs of each contender
 * @param out where report and scratch files go
 * @param objects of the small cases
 * @param tools where peers are found, by their names
 */
record Options(List<String> cases, int runs, Path out, int objects, Map<String, String> tools) {
  private static final int DEFAULT_OBJECTS = 10_000;

  /** Reads {@code --name=value}; what is named {@code tool.x} is where the peer x is found. */
  static Options parse(String... arguments) {
    Map<String, String> given = new TreeMap<>();
    Map<String, String> tools = new TreeMap<>();
    for (String argument : arguments) {
      String[] halves = argument.split("=", 2);
      if (!halves[0].startsWith("--") || halves.length != 2) {
        throw new IllegalArgumentException("Give options as --name=value, not " + argument);
      }
      String name = halves[0].substring(2);
      if (name.startsWith("tool.")) {
        tools.put(name.substring(5), halves[1]);
      } else {
        given.put(name, halves[1]);
      }
    }
    Options options =
        new Options(
            List.of(given.getOrDefault("cases", "a,b,c,d,e,f").split(",")),
            Integer.parseInt(given.getOrDefault("runs", "3")),
            Path.of(given.getOrDefault("out", "target/bench")),
            Integer.parseInt(given.getOrDefault("objects", "" + DEFAULT_OBJECTS)),
            tools);
    given.keySet().removeAll(List.of("cases", "runs", "out", "objects"));
    if (!given.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no option --" + given.keySet().iterator().next());
    }
    return options;
  }

  /** Objects of the large cases: 20, or fewer when the small ones are scaled down. */
  int largeObjects() {
    return Math.max(1, Math.min(20, objects / 500));
  }

  /** Plans are quick to make and noisy: five at least, unless all is scaled down. */
  int planningRuns() {
    return objects < DEFAULT_OBJECTS ? runs : Math.max(runs, 5);
  }

  boolean has(String letter) {
    return cases.contains(letter);
  }
}
