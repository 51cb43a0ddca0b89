package io.spillway.request;

import io.spillway.base.SpillwayException;

/**
 * How many objects an export may delete.
 *
 * @param amount a number of objects, or a share of what is there in percent
 * @param isPercent which of the two
 */
public record MaxDelete(long amount, boolean isPercent) {
  /** Half of what is there. */
  public static final MaxDelete DEFAULT = new MaxDelete(50, true);

  private static final int WHOLE = 100;

  public MaxDelete {
    if (amount < 0 || (isPercent && amount > WHOLE)) {
      throw invalid(amount + (isPercent ? "%" : ""));
    }
  }

  /**
   * Reads {@code 1000} or {@code 20%}.
   *
   * @throws SpillwayException (bad input) when it is neither
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
   * Whether so many deletes are within the limit.
   *
   * @param deletes objects to be deleted
   * @param present objects that are there
   */
  public boolean allows(long deletes, long present) {
    return deletes <= (isPercent ? present * amount / WHOLE : amount);
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return amount + (isPercent ? "%" : "");
  }
}
