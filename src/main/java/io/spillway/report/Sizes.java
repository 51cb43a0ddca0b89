package io.spillway.report;

import java.time.Duration;
import java.util.Locale;

/** The text of sizes, numbers and times. */
public final class Sizes {
  private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final double STEP = 1024;

  private Sizes() {}

  /** Returns {@code 64.0 MiB}. */
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= STEP && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** Returns {@code 10,021}. */
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Returns {@code 1 object}, {@code 10,021 objects}. */
  public static String objects(long number) {
    return count(number, "object");
  }

  /** Returns {@code 1 row}, {@code 10,021 rows}. */
  public static String count(long number, String unit) {
    return number(number) + " " + unit + (number == 1 ? "" : "s");
  }

  /** Returns {@code 3.1 s}, {@code 2 min 5 s}. */
  public static String time(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 60
        ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0)
        : seconds / 60 + " min " + seconds % 60 + " s";
  }
}
