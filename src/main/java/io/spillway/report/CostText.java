package io.spillway.report;

import io.spillway.outcome.Cost;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Summary;
import io.spillway.store.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The cost of an export in a few lines. */
final class CostText {
  private CostText() {}

  static void add(Lines lines, Summary summary) {
    Cost cost = summary.cost();
    traffic(lines, cost);
    long copied = summary.copied().objects();
    if (copied > 0 && cost.count() > 0) {
      long bySize = summary.provedBySize();
      lines.line(
          "proved",
          Sizes.number(copied - bySize) + " by checksum, " + Sizes.number(bySize) + " by size");
    }
    work(lines, cost);
  }

  /** Adds the lines on requests and bytes. */
  static void traffic(Lines lines, Cost cost) {
    Traffic all = cost.traffic();
    if (!all.requests().isEmpty()) {
      lines.line("requests", requests(all));
    }
    String moved = moved(all);
    if (!moved.isEmpty()) {
      lines.line("traffic", moved);
    }
  }

  /** Adds the line on the time of the tasks. */
  static void work(Lines lines, Cost cost) {
    if (cost.slowest() != null) {
      lines.line("tasks", tasks(cost, cost.slowest()));
    }
  }

  private static String requests(Traffic all) {
    return all.requests().entrySet().stream()
            .map(entry -> Sizes.number(entry.getValue()) + " " + entry.getKey().text())
            .collect(Collectors.joining(", "))
        + "; "
        + Sizes.number(all.retries())
        + " retried, "
        + Sizes.number(all.throttles())
        + " throttled";
  }

  private static String moved(Traffic all) {
    List<String> moved = new ArrayList<>();
    add(moved, all.copied(), "copied inside the store");
    add(moved, all.received(), "received");
    add(moved, all.sent(), "sent");
    add(moved, all.fileRead(), "read from files");
    add(moved, all.fileWritten(), "written to files");
    return String.join(", ", moved);
  }

  private static void add(List<String> moved, long bytes, String how) {
    if (bytes > 0) {
      moved.add(Sizes.bytes(bytes) + " " + how);
    }
  }

  private static String tasks(Cost cost, Cost.Task slowest) {
    return Sizes.number(cost.count())
        + " in "
        + Sizes.time(Duration.ofMillis(cost.millis()))
        + " of work; the slowest took "
        + Sizes.time(Duration.ofMillis(slowest.millis()))
        + " ("
        + slowest.step()
        + ", "
        + Sizes.objects(slowest.planned().objects())
        + (slowest.lastKey().isEmpty() ? "" : " up to " + Failure.printable(slowest.lastKey()))
        + ")";
  }
}
