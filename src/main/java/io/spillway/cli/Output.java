package io.spillway.cli;

import java.util.List;

/** How results are printed on standard output. */
public enum Output {
  /** For people. */
  TEXT {
    @Override
    String render(Result result) {
      return result.text();
    }
  },
  /** A line for each entry of a listing; what else there is to say stands beside it. */
  TEXT_LINES {
    @Override
    String render(Result result) {
      return result.text();
    }
  },
  /** One document of JSON. */
  JSON {
    @Override
    String render(Result result) {
      return Json.indented(result.json());
    }
  },
  /** An object a line; the last one is the document. */
  JSON_LINES {
    @Override
    String render(Result result) {
      return Json.line(result.json());
    }
  };

  private static final String OPTION = "--output";
  private static final String LISTING = "--list";

  abstract String render(Result result);

  /** Whether results are in JSON. */
  boolean isJson() {
    return this == JSON || this == JSON_LINES;
  }

  /**
   * What arguments ask for that may be wrong in any way: also bad input is told as it was asked
   * for.
   */
  public static Output among(List<String> arguments) {
    int spaced = arguments.indexOf(OPTION);
    boolean json =
        arguments.contains(OPTION + "=json")
            || (spaced >= 0
                && arguments.subList(spaced + 1, arguments.size()).indexOf("json") == 0);
    if (!json) {
      return arguments.contains(LISTING) && arguments.stream().anyMatch(Output::isDryRun)
          ? TEXT_LINES
          : TEXT;
    }
    return arguments.contains(LISTING) ? JSON_LINES : JSON;
  }

  private static boolean isDryRun(String argument) {
    return argument.equals("--dry-run") || argument.equals("--dry_run");
  }

  /** Makes sure that the option's value is one. */
  static void check(String value) {
    if (!value.equals("text") && !value.equals("json")) {
      throw Grammar.badInput(OPTION + " is '" + value + "': give text or json");
    }
  }
}
