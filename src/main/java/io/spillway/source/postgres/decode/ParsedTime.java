package io.spillway.source.postgres.decode;

import io.spillway.rows.ColumnType.Plain;
import io.spillway.rows.ColumnVector;
import io.spillway.rows.IntColumn;
import io.spillway.rows.LongColumn;
import java.io.IOException;
import java.time.DateTimeException;

/** A parser of dates and times in text. It rejects a text that the type does not hold exactly. */
final class ParsedTime {
  private final Plain type;
  private final OutOfRange range;
  private final ColumnVector vector;

  ParsedTime(Plain type, OutOfRange range, ColumnVector vector) {
    this.type = type;
    this.range = range;
    this.vector = vector;
  }

  void append(TextSlice slice) throws IOException {
    String text = slice.length() > 64 ? "" : slice.toString();
    if (text.equals("infinity") || text.equals("-infinity")) {
      range.append(vector, Decoders.infinite(type == Plain.DATE, !text.startsWith("-")));
      return;
    }
    DateText parsed = DateText.parse(text).orElseThrow(() -> refused("it is text that is none"));
    if (parsed.hasDate() == (type == Plain.TIME)) {
      throw refused("it has " + (type == Plain.TIME ? "a date" : "no date"));
    }
    if (type == Plain.DATE && !parsed.isDay()) {
      throw refused("it has a time of day");
    }
    try {
      append(parsed);
    } catch (DateTimeException e) {
      throw refused("it is text that is none");
    }
  }

  private void append(DateText parsed) throws IOException {
    if (vector instanceof IntColumn days) {
      days.append(Math.toIntExact(parsed.days()));
      return;
    }
    LongColumn micros = (LongColumn) vector;
    if (type == Plain.TIME) {
      micros.append(parsed.ofDay());
      return;
    }
    long since;
    try {
      since = parsed.micros();
    } catch (ArithmeticException e) {
      range.append(vector, Decoders.TOO_LATE);
      return;
    }
    micros.append(since);
  }

  private ValueException refused(String what) {
    return new ValueException(
        range.column(),
        what
            + ", and "
            + CastType.name(type)
            + " has no such value; choose another --cast, or leave the column out with --columns");
  }
}
