package io.spillway.simulation;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One export of a history.
 *
 * @param faults what happens, by the number of the request
 * @param thaws the number of the request at which all frozen processes go on, or -1
 * @param after milliseconds after the export before it, while that one still runs; -1 when that one
 *     has ended or is frozen
 * @param damage which file of the ledger is lost or damaged before, and how, or -1
 */
record Act(Order order, SortedMap<Integer, Fault> faults, int thaws, int after, int damage) {
  private static final Pattern FORM =
      Pattern.compile("(\\w+)(?:\\+(\\d+))?(?:~(\\d+))?(?:!(\\d+))?(?::(.*))?");

  Act {
    faults = new TreeMap<>(faults);
  }

  static Act of(Order order) {
    return new Act(order, new TreeMap<>(), -1, -1, -1);
  }

  Act with(int request, Fault fault) {
    SortedMap<Integer, Fault> more = new TreeMap<>(faults);
    more.put(request, fault);
    return new Act(order, more, thaws, after, damage);
  }

  Act without(int request) {
    SortedMap<Integer, Fault> fewer = new TreeMap<>(faults);
    fewer.remove(request);
    return new Act(order, fewer, thaws, after, damage);
  }

  Act as(Order other) {
    return new Act(other, faults, thaws, after, damage);
  }

  Act thawing(int request) {
    return new Act(order, faults, request, after, damage);
  }

  Act after(int millis) {
    return new Act(order, faults, thaws, millis, damage);
  }

  Act damaging(int file) {
    return new Act(order, faults, thaws, after, file);
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
        + (damage >= 0 ? "!" + damage : "")
        + (all.isEmpty() ? "" : ":" + all);
  }

  static Act parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(text);
    }
    Act act =
        of(Order.parse(form.group(1)))
            .after(number(form.group(2)))
            .thawing(number(form.group(3)))
            .damaging(number(form.group(4)));
    if (form.group(5) != null) {
      for (String fault : form.group(5).split(",")) {
        String[] parts = fault.split("=");
        act = act.with(Integer.parseInt(parts[0]), Fault.valueOf(parts[1]));
      }
    }
    return act;
  }

  private static int number(@Nullable String text) {
    return text == null ? -1 : Integer.parseInt(text);
  }

  /** Whether nothing happens to it. */
  boolean isQuiet() {
    return faults.isEmpty();
  }
}
