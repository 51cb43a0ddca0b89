package io.spillway.source.postgres.decode;

import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A parser of dates and times as Postgres prints them with {@code DateStyle} ISO in UTC. */
final class DateText {
  private static final Pattern FORMAT =
      Pattern.compile(
          "(?:(?<year>\\d{4,7})-(?<month>\\d\\d)-(?<day>\\d\\d))?(?:"
              + " ?(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)(?:\\.(?<micros>\\d{1,6}))?(?:\\+00)?)?(?<bc>"
              + " BC)?");

  private static final long SECOND = 1_000_000;
  private static final long DAY = 86_400 * SECOND;
  private static final int DIGITS = 6;

  private final Matcher matcher;

  private DateText(Matcher matcher) {
    this.matcher = matcher;
  }

  /** Parses a date, a time, or both; empty if the text is none. */
  static Optional<DateText> parse(String text) {
    Matcher matcher = FORMAT.matcher(text);
    return matcher.matches() && !text.isEmpty()
        ? Optional.of(new DateText(matcher))
        : Optional.empty();
  }

  boolean hasDate() {
    return matcher.group("year") != null;
  }

  /** Returns whether the time is absent or midnight. */
  boolean isDay() {
    return ofDay() == 0;
  }

  /**
   * Returns the days since 1970-01-01.
   *
   * @throws java.time.DateTimeException if there is no such day
   */
  long days() {
    int year = number("year");
    LocalDate date =
        LocalDate.of(matcher.group("bc") == null ? year : 1 - year, number("month"), number("day"));
    return date.toEpochDay();
  }

  /** Returns the microseconds since midnight; 0 without a time. */
  long ofDay() {
    if (matcher.group("hour") == null) {
      return 0;
    }
    long seconds = number("hour") * 3_600L + number("minute") * 60L + number("second");
    String digits = matcher.group("micros");
    return seconds * SECOND
        + (digits == null ? 0 : Long.parseLong((digits + "00000").substring(0, DIGITS)));
  }

  /**
   * Returns the microseconds since 1970-01-01 00:00.
   *
   * @throws ArithmeticException if a long cannot hold them
   */
  long micros() {
    long days = days();
    // The first days of the range do not fit, but their times of day make up for it.
    return days < 0
        ? Math.addExact(Math.multiplyExact(days + 1, DAY), ofDay() - DAY)
        : Math.addExact(Math.multiplyExact(days, DAY), ofDay());
  }

  private int number(String group) {
    return Integer.parseInt(matcher.group(group));
  }
}
