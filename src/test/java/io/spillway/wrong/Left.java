package io.spillway.wrong;

import java.util.List;

/** What a wrong input leaves at the destination, markers included and the ledger not. */
enum Left {
  /** As if nothing had been run. */
  WHAT_WAS_THERE("what was there before"),
  /** It is told there that it failed. */
  MARKER("a FAILURE marker"),
  /** What was right has arrived. */
  MARKER_AND_OTHERS("a FAILURE marker, and the objects that could be exported");

  private final String words;

  Left(String words) {
    this.words = words;
  }

  /** For the page of errors. */
  String words() {
    return words;
  }

  /** Whether those names are left where the others were before. */
  boolean isBetween(List<String> before, List<String> after) {
    List<String> added = after.stream().filter(name -> !before.contains(name)).toList();
    List<String> markers = added.stream().filter(name -> name.startsWith("EXPORT_")).toList();
    boolean failure = markers.size() == 1 && markers.get(0).endsWith("_FAILURE");
    return switch (this) {
      case WHAT_WAS_THERE -> after.equals(before);
      case MARKER -> failure && added.size() == 1;
      case MARKER_AND_OTHERS -> failure && added.size() > 1;
    };
  }
}
