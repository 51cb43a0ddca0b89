package io.spillway.request;

import io.spillway.base.SpillwayException;

/**
 * The maximum number of objects that an export may delete.
 *
 * @param amount a number of objects, or a percentage of the existing objects
 * @param isPercent whether the amount is a percentage
 */
public record MaxDelete(long amount, boolean isPercent) {
  /** The default: half of the existing objects. */
  public static final MaxDelete DEFAULT = new MaxDelete(50, true);

  private static final int WHOLE = 100;

  public MaxDelete {
    if (amount < 0 || (isPercent && amount > WHOLE)) {
      throw invalid(amount + (isPercent ? "%" : ""));
    }
  }

  /**
   * Parses {@code 1000} or {@code 20%}.
   *
   * @throws SpillwayException (bad input) if the text is neither
   */
  public static MaxDelete parse(String text) {
    boolean percent = text.endsWith("%");
    String digits = percent ? text.substring(0, text.length() - 1) : text;
    try {
      return new MaxDelete(Long.parseLong(digits), percent);
    } catch (NumberFormatException e) {
      throw invalid(text);
    }
  }

  private static SpillwayException invalid(String text) {
    return new SpillwayException(
        SpillwayException.Kind.BAD_INPUT,
        "--max-delete is '" + text + "': give a number of objects, or a share such as 50%.");
  }

  /**
   * Returns whether a number of deletes is within the limit.
   *
   * @param deletes the number of objects to delete
   * @param present the number of existing objects
   */
  public boolean allows(long deletes, long present) {
    return deletes <= (isPercent ? present * amount / WHOLE : amount);
  }

  /** Returns the limit as it is written on the command line. */
  @Override
  public String toString() {
    return amount + (isPercent ? "%" : "");
  }
}
