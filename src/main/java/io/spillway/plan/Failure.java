package io.spillway.plan;

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

  /** Returns the text with control characters escaped. */
  public static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        printable.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        printable.append(c);
      }
    }
    return printable.toString();
  }
}
