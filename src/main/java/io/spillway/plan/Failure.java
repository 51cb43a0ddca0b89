package io.spillway.plan;

import java.io.Serializable;
import java.util.Locale;

/**
 * One thing that could not be exported.
 *
 * @param key the object's key, or what else failed ({@code range 4554dff0…})
 * @param reason why, in words for the user
 */
public record Failure(String key, String reason) implements Serializable {
  /** One line, whatever the key holds: control characters are escaped. */
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
