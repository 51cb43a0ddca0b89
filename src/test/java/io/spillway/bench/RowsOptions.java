package io.spillway.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to measure of exports of rows.
 *
 * @param cases of {@code rows} and {@code partitions}
 * @param runs timed runs of each contender
 * @param rows of the one table
 * @param partitions of the other
 * @param partitionRows of that
 * @param readers connections that read at once
 * @param out where report and scratch files go
 * @param tools where peers are found, by their names
 */
record RowsOptions(
    List<String> cases,
    int runs,
    long rows,
    int partitions,
    long partitionRows,
    int readers,
    Path out,
    Map<String, String> tools) {

  /** Reads {@code --name=value}; what is named {@code tool.x} is where the peer x is found. */
  static RowsOptions parse(String... arguments) {
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
    int processors = Math.max(2, Runtime.getRuntime().availableProcessors());
    RowsOptions options =
        new RowsOptions(
            List.of(taken(given, "cases", "rows,partitions").split(",")),
            Integer.parseInt(taken(given, "runs", "1")),
            Long.parseLong(taken(given, "rows", "5000000")),
            Integer.parseInt(taken(given, "partitions", "20000")),
            Long.parseLong(taken(given, "partition-rows", "2000000")),
            Integer.parseInt(taken(given, "readers", String.valueOf(processors))),
            Path.of(taken(given, "out", "target/bench")),
            tools);
    if (!given.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no option --" + given.keySet().iterator().next());
    }
    return options;
  }

  private static String taken(Map<String, String> given, String name, String otherwise) {
    String value = given.remove(name);
    return value == null ? otherwise : value;
  }

  boolean has(String name) {
    return cases.contains(name);
  }
}
