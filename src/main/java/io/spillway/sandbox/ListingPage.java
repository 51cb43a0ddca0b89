package io.spillway.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A page of a listing in lakeFS's format. Items are added until it is full. */
final class ListingPage {
  private static final int MAX = 1000;
  private static final int DEFAULT = 100;

  private final int amount;
  private final List<Object> results = new ArrayList<>();
  private String last = "";
  private boolean hasMore;

  private ListingPage(int amount) {
    this.amount = amount;
  }

  /** Returns an empty page of the size that the request asks for. */
  static ListingPage of(HttpCall call) {
    return new ListingPage(call.find("amount").map(ListingPage::amount).orElse(DEFAULT));
  }

  private static int amount(String text) {
    int amount;
    try {
      amount = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw Refusal.badRequest(
          "parameter \"amount\" in query has an error: value " + text + ": an invalid integer");
    }
    if (amount > MAX) {
      throw outOfRange(amount, "number must be at most " + MAX);
    }
    if (amount < -1) {
      throw outOfRange(amount, "number must be at least -1");
    }
    return amount <= 0 ? DEFAULT : amount;
  }

  private static Refusal outOfRange(int amount, String problem) {
    return Refusal.badRequest(
        "parameter \"amount\" in query has an error: "
            + problem
            + "\nSchema:\n  {\n    \"default\": 100,\n    \"maximum\": 1000,\n"
            + "    \"minimum\": -1,\n    \"type\": \"integer\"\n  }\n\nValue:\n  "
            + amount
            + "\n");
  }

  /**
   * Adds an item.
   *
   * @param offset the next page's {@code after} if this item is the last
   * @return whether the item fitted
   */
  boolean add(String offset, Object item) {
    if (results.size() == amount) {
      hasMore = true;
      return false;
    }
    results.add(item);
    last = offset;
    return true;
  }

  /**
   * Returns a page of the values whose names begin with the request's {@code prefix} and come after
   * its {@code after}.
   */
  static <T> ListingPage ofNames(HttpCall call, Map<String, T> sorted, Function<T, Object> show) {
    ListingPage page = of(call);
    String prefix = call.text("prefix");
    String after = call.text("after");
    for (Map.Entry<String, T> named : sorted.entrySet()) {
      boolean asked = named.getKey().startsWith(prefix) && named.getKey().compareTo(after) > 0;
      if (asked && !page.add(named.getKey(), show.apply(named.getValue()))) {
        break;
      }
    }
    return page;
  }

  /** Returns the page as JSON. */
  Map<String, Object> json() {
    Map<String, Object> pagination =
        Map.of(
            "has_more",
            hasMore,
            "max_per_page",
            MAX,
            "next_offset",
            hasMore ? last : "",
            "results",
            results.size());
    return Map.of("pagination", pagination, "results", results);
  }
}
