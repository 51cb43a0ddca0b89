package io.spillway.ledger;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The object at a destination's root that shows how an export ended: {@code
 * EXPORT_<commitID>_<time>_SUCCESS} or {@code …_FAILURE}, as lakeFS's exporter names it.
 *
 * @param id the snapshot's id
 * @param time the end of the export, with millisecond precision
 * @param success whether the export succeeded
 */
public record Marker(String id, Instant time, boolean success) {
  private static final Pattern NAME = Pattern.compile("EXPORT_(.+)_([^_]+)_(SUCCESS|FAILURE)");
  private static final DateTimeFormatter EXTENDED = formatter("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");
  private static final DateTimeFormatter BASIC = formatter("uuuuMMdd'T'HHmmss.SSS'Z'");

  // The readable forms: both of Spillway, and that of lakeFS, which has any number of decimals or
  // none.
  private static final List<DateTimeFormatter> READ =
      List.of(readable("uuuu-MM-dd'T'HH:mm", ":ss"), readable("uuuuMMdd'T'HHmm", "ss"));

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  private static DateTimeFormatter readable(String toMinutes, String seconds) {
    return new DateTimeFormatterBuilder()
        .appendPattern(toMinutes)
        .optionalStart()
        .appendPattern(seconds)
        .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
        .optionalEnd()
        .appendPattern("[XXX]")
        .toFormatter(Locale.ROOT)
        .withZone(ZoneOffset.UTC);
  }

  /**
   * Returns the marker's name.
   *
   * @param basic whether to write the time without colons, which {@code hdfs:} and Windows forbid
   *     in names
   */
  public String name(boolean basic) {
    return "EXPORT_"
        + id
        + "_"
        + (basic ? BASIC : EXTENDED).format(time)
        + "_"
        + (success ? "SUCCESS" : "FAILURE");
  }

  /** Parses a name in any form that was ever written; empty if it is not a marker's. */
  public static Optional<Marker> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    return name.indexOf('/') < 0 && matcher.matches()
        ? time(matcher.group(2))
            .map(time -> new Marker(matcher.group(1), time, matcher.group(3).equals("SUCCESS")))
        : Optional.empty();
  }

  private static Optional<Instant> time(String text) {
    for (DateTimeFormatter format : READ) {
      try {
        return Optional.of(Instant.from(format.parse(text)));
      } catch (DateTimeException e) {
        // try the next form
      }
    }
    return Optional.empty();
  }

  /**
   * Returns whether a key at the destination's root looks like a marker, even if its time is
   * invalid.
   */
  public static boolean isNameOfOne(String key) {
    return key.indexOf('/') < 0 && NAME.matcher(key).matches();
  }
}
