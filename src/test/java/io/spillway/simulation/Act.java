package io.spillway.simulation;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One export of a history.
 *
 * @param faults what happens, by the number of the request
 * @param thaws the number of the request at which all frozen processes go on, or -1
 * @param after milliseconds after the export before it, while that one still runs; -1 when that one
 *     has ended or is frozen
 */
record Act(Order order, SortedMap<Integer, Fault> faults, int thaws, int after) {
  Act {
    faults = new TreeMap<>(faults);
  }

  static Act of(Order order) {
    return new Act(order, new TreeMap<>(), -1, -1);
  }

  Act with(int request, Fault fault) {
    SortedMap<Integer, Fault> more = new TreeMap<>(faults);
    more.put(request, fault);
    return new Act(order, more, thaws, after);
  }

  Act without(int request) {
    SortedMap<Integer, Fault> fewer = new TreeMap<>(faults);
    fewer.remove(request);
    return new Act(order, fewer, thaws, after);
  }

  Act as(Order other) {
    return new Act(other, faults, thaws, after);
  }

  Act thawing(int request) {
    return new Act(order, faults, request, after);
  }

  Act after(int millis) {
    return new Act(order, faults, thaws, millis);
  }

  /** The act as a word of a history's line, which {@link #parse} reads. */
  @Override
  public String toString() {
    String all =
        faults.entrySet().stream()
            .map(fault -> fault.getKey() + "=" + fault.getValue())
            .collect(Collectors.joining(","));
    return order
        + (after >= 0 ? "+" + after : "")
        + (thaws >= 0 ? "~" + thaws : "")
        + (all.isEmpty() ? "" : ":" + all);
  }

  static Act parse(String text) {
    int colon = text.indexOf(':');
    String head = colon < 0 ? text : text.substring(0, colon);
    SortedMap<Integer, Fault> faults = new TreeMap<>();
    if (colon >= 0) {
      for (String fault : text.substring(colon + 1).split(",")) {
        String[] parts = fault.split("=");
        faults.put(Integer.parseInt(parts[0]), Fault.valueOf(parts[1].toUpperCase(Locale.ROOT)));
      }
    }
    int thaws = -1;
    if (head.contains("~")) {
      thaws = Integer.parseInt(head.substring(head.indexOf('~') + 1));
      head = head.substring(0, head.indexOf('~'));
    }
    int after = -1;
    if (head.contains("+")) {
      after = Integer.parseInt(head.substring(head.indexOf('+') + 1));
      head = head.substring(0, head.indexOf('+'));
    }
    return new Act(Order.parse(head), faults, thaws, after);
  }

  /** Whether nothing happens to it. */
  boolean isQuiet() {
    return faults.isEmpty();
  }

  Map.Entry<Integer, Fault> only() {
    return faults.entrySet().iterator().next();
  }
}
