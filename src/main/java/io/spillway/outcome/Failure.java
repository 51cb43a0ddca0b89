package io.spillway.outcome;

import java.io.Serializable;
import java.util.Locale;

/**
 * A failure of an export.
 *
 * @param key the object's key, or the name of something else that failed ({@code range 4554dff0…})
 * @param reason why, for the user
 */
public record Failure(String key, String reason) implements Serializable {
  /** Returns one line, with control characters escaped. */
  @Override
  public String toString() {
    return printable(key) + ": " + printable(reason);
  }

  /**
   * Returns the text with everything escaped that a terminal would obey or hide instead of showing
   * it: control characters, line separators, and format characters, of which some turn the
   * direction of writing so that a name reads as another.
   */
  public static String printable(String text) {
    if (text.codePoints().allMatch(Failure::isShown)) {
      return text;
    }
    StringBuilder printable = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> append(printable, point));
    return printable.toString();
  }

  private static void append(StringBuilder printable, int point) {
    if (isShown(point)) {
      printable.appendCodePoint(point);
      return;
    }
    for (char c : Character.toChars(point)) {
      printable.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
  }

  private static boolean isShown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
