package io.spillway.cli;

import io.spillway.report.Json;
import io.spillway.report.Result;
import io.spillway.request.BadInput;
import io.spillway.request.Option;
import java.util.List;

/** The format of results on standard output. */
public enum Output {
  /** Text for people. */
  TEXT {
    @Override
    String render(Result result) {
      return result.text();
    }
  },
  /** A line of text for each entry of a listing; the report is printed on standard error. */
  TEXT_LINES {
    @Override
    String render(Result result) {
      return result.text();
    }
  },
  /** One JSON document. */
  JSON {
    @Override
    String render(Result result) {
      return Json.indented(result.json());
    }
  },
  /** One JSON object per line; the last is the document. */
  JSON_LINES {
    @Override
    String render(Result result) {
      return Json.line(result.json());
    }
  };

  /** The option for the format: {@code text} or {@code json}. */
  static final Option<String> OPTION =
      Option.value("output", "text|json", "of results, on standard output", Output::check, "text");

  private static final String NAME = "--" + OPTION.name();
  private static final String LISTING = "--list";

  abstract String render(Result result);

  /** Returns whether results are JSON. */
  boolean isJson() {
    return this == JSON || this == JSON_LINES;
  }

  /**
   * Returns the format that arguments ask for. They may be invalid in any way: errors about them
   * are printed in the same format.
   */
  public static Output among(List<String> arguments) {
    int spaced = arguments.indexOf(NAME);
    boolean json =
        arguments.contains(NAME + "=json")
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

  private static String check(String option, String value) {
    if (!value.equals("text") && !value.equals("json")) {
      throw BadInput.of(option + " is '" + value + "': give text or json");
    }
    return value;
  }
}
