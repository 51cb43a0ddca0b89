package io.spillway.report;

import io.spillway.outcome.Cost;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Summary;
import io.spillway.outcome.Summary.Count;
import io.spillway.store.Traffic;
import io.spillway.store.Traffic.Group;
import io.spillway.store.Traffic.Kind;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cost of an export in a few lines. */
final class CostText {
  private CostText() {}

  static void add(Lines lines, Summary summary) {
    Cost cost = summary.cost();
    traffic(lines, cost);
    long copied = summary.copied().objects();
    if (copied > 0 && cost.count() > 0) {
      long bySize = summary.count(Count.PROVED_BY_SIZE);
      lines.line(
          "proved",
          Sizes.number(copied - bySize) + " by checksum, " + Sizes.number(bySize) + " by size");
    }
    work(lines, cost);
  }

  /** Adds the lines on requests and bytes. */
  static void traffic(Lines lines, Cost cost) {
    Traffic all = cost.traffic();
    if (!all.counts(Group.REQUESTS).isEmpty()) {
      lines.line("requests", requests(all));
    }
    if (!all.counts(Group.BYTES).isEmpty()) {
      lines.line("traffic", words(all, Group.BYTES, Sizes::bytes));
    }
  }

  /** Adds the line on the time of the tasks. */
  static void work(Lines lines, Cost cost) {
    if (cost.slowest() != null) {
      lines.line("tasks", tasks(cost, cost.slowest()));
    }
  }

  private static String requests(Traffic all) {
    List<String> repeated =
        Stream.of(Kind.values())
            .filter(kind -> kind.group() == Group.REPEATED)
            .map(kind -> Sizes.number(all.count(kind)) + " " + kind.words())
            .toList();
    return words(all, Group.REQUESTS, Sizes::number) + "; " + String.join(", ", repeated);
  }

  private static String words(Traffic all, Group group, LongFunction<String> amount) {
    return all.counts(group).values().entrySet().stream()
        .map(count -> amount.apply(count.getValue()) + " " + count.getKey().words())
        .collect(Collectors.joining(", "));
  }

  private static String tasks(Cost cost, Cost.Task slowest) {
    return Sizes.number(cost.count())
        + " in "
        + Sizes.time(cost.time())
        + " of work; the slowest took "
        + Sizes.time(slowest.time())
        + " ("
        + slowest.step()
        + ", "
        + Sizes.objects(slowest.planned().objects())
        + (slowest.lastKey().isEmpty() ? "" : " up to " + Failure.printable(slowest.lastKey()))
        + ")";
  }
}
