package io.spillway.base;

import java.io.Serializable;
import java.util.Locale;

/**
 * The consistency of the rows that a source exports.
 *
 * @param level the guarantee of the source
 * @param remark a phrase of the source on exceptions; empty for none
 */
public record Consistency(Level level, String remark) implements Serializable {

  /** A guarantee. */
  public enum Level {
    /** All rows are of one state. */
    SNAPSHOT,
    /** The rows of each table are of one state; tables may be of different states. */
    PER_TABLE,
    /** Rows that change during the export may be of any state in that time. */
    BEST_EFFORT;

    /** Returns the printed form: {@code best effort}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Returns a guarantee without a remark. */
  public static Consistency of(Level level) {
    return new Consistency(level, "");
  }

  /** Returns the printed form: {@code best effort, objects may have either state}. */
  @Override
  public String toString() {
    return level.text() + (remark.isEmpty() ? "" : ", " + remark);
  }
}
