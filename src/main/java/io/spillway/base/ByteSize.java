package io.spillway.base;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parser and text of sizes as users write them: {@code 134217728}, {@code 128MiB}, {@code 64 MB},
 * {@code 1GiB}.
 */
public final class ByteSize {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18}) ?([a-zA-Z]*)");
  private static final List<String> UNITS = List.of("", "KiB", "MiB", "GiB", "TiB");
  private static final List<String> BINARY = List.of("b", "kib", "mib", "gib", "tib");
  private static final List<String> DECIMAL = List.of("", "kb", "mb", "gb", "tb");

  private ByteSize() {}

  /**
   * Returns the size in bytes. Units are case-insensitive; {@code KiB} is 1,024 bytes, {@code kB}
   * is 1,000.
   *
   * @param option the option that the size is given for, as the message names it
   * @throws SpillwayException (bad input) if the text is not a size, or does not fit in 63 bits
   */
  public static long parse(String option, String text) {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      try {
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit(matcher.group(2)));
      } catch (ArithmeticException e) {
        // reported below
      }
    }
    throw new SpillwayException(
        SpillwayException.Kind.BAD_INPUT,
        option
            + " is '"
            + text
            + "', which is not a size: give a whole number of bytes, or one with KiB, MiB, GiB, TiB, kB, MB, GB or TB,"
            + " such as 128MiB.");
  }

  /**
   * Returns a size as users write it, in the largest unit that divides it: {@code 128MiB}.
   *
   * @param bytes at least 1
   */
  public static String text(long bytes) {
    int power = Math.min(Long.numberOfTrailingZeros(bytes) / 10, UNITS.size() - 1);
    return (bytes >> (10 * power)) + UNITS.get(power);
  }

  private static long unit(String text) {
    String unit = text.toLowerCase(Locale.ROOT);
    long factor = 1;
    for (int power = 0; power < BINARY.size(); power++) {
      if (unit.equals(BINARY.get(power))) {
        return factor;
      }
      factor *= 1024;
    }
    factor = 1;
    for (String name : DECIMAL) {
      if (unit.equals(name)) {
        return factor;
      }
      factor *= 1000;
    }
    throw new ArithmeticException("Unknown unit: " + text);
  }
}
