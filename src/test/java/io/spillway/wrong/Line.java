package io.spillway.wrong;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A command line.
 *
 * @param arguments as the user gives them
 * @param settings by Hadoop's names, over those that are right
 * @param largestFile what the process may write at most, in KiB; 0 for any
 */
record Line(List<String> arguments, Map<String, String> settings, int largestFile) {
  static Line of(String... arguments) {
    return new Line(Arrays.asList(arguments), Map.of(), 0);
  }

  Line with(String name, String value) {
    Map<String, String> more = new HashMap<>(settings);
    more.put(name, value);
    return new Line(arguments, more, largestFile);
  }

  Line limitingFiles(int kib) {
    return new Line(arguments, settings, kib);
  }
}
