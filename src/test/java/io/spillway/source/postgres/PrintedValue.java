package io.spillway.source.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.rows.ColumnType;
import io.spillway.rows.ColumnType.Decimal;
import io.spillway.rows.ColumnType.ListOf;
import io.spillway.rows.ColumnType.Plain;
import io.spillway.source.postgres.decode.PrintedType;
import io.spillway.source.postgres.decode.ReadColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Values that Spark read, beside what Postgres prints. */
final class PrintedValue {
  private static final String NULL = "null";
  private static final long SECOND = 1_000_000;

  private PrintedValue() {}

  /** What to select of a column, so that Postgres prints what an export should have. */
  static String expression(ReadColumn column, String quoted) {
    ColumnType type = column.column().type();
    if (type instanceof ListOf list) {
      String element = "(" + quoted + ")[i]";
      return "to_json(array(select "
          + (list.element() == Plain.JSON
              ? "to_json(" + element + ")::text"
              : "format('%s', " + element + ")")
          + " || case when "
          + element
          + " is not distinct from null then null else '' end from generate_subscripts("
          + quoted
          + ", 1) i order by i))::text || case when "
          + quoted
          + " is null then null else '' end";
    }
    if (type == Plain.JSON && column.format() instanceof PrintedType) {
      return "to_json(" + quoted + ")::text";
    }
    return "format('%s', " + quoted + ") || case when " + quoted + " is null then null else '' end";
  }

  /** What Postgres prints, in the form that {@link #ofSpark} has. */
  static String ofPostgres(ColumnType type, @Nullable String printed) {
    if (printed == null) {
      return NULL;
    }
    if (type instanceof ListOf list) {
      return parsed(printed).stream()
          .map(element -> ofPostgres(list.element(), element.isNull() ? null : element.asText()))
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (type instanceof Decimal decimal) {
      return new BigDecimal(printed).setScale(decimal.scale()).toPlainString();
    }
    if (type == Plain.FLOAT) {
      return Float.toString(Float.parseFloat(printed));
    }
    return type == Plain.DOUBLE ? Double.toString(Double.parseDouble(printed)) : printed;
  }

  /** What Spark read. */
  static String ofSpark(ColumnType type, Row row, int column) {
    return ofSpark(type, row.get(column));
  }

  private static String ofSpark(ColumnType type, @Nullable Object value) {
    if (value == null) {
      return NULL;
    }
    if (type instanceof ListOf list) {
      return JavaConverters.seqAsJavaList((Seq<?>) value).stream()
          .map(element -> ofSpark(list.element(), element))
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return type instanceof Plain plain
        ? ofPlain(plain, value)
        : ((BigDecimal) value).toPlainString();
  }

  private static String ofPlain(Plain type, Object value) {
    return switch (type) {
      case BOOLEAN -> (boolean) value ? "t" : "f";
      case INT16, INT32, INT64, FLOAT, DOUBLE, STRING, JSON, ENUM -> value.toString();
      case BYTES -> "\\x" + HexFormat.of().formatHex((byte[]) value);
      case UUID ->
          HexFormat.of()
              .formatHex((byte[]) value)
              .replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
      case DATE -> date((LocalDate) value, "");
      case TIME -> time((long) value);
      case TIMESTAMP -> timestamp((LocalDateTime) value, "");
      case TIMESTAMP_UTC ->
          timestamp(LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC), "+00");
    };
  }

  private static String date(LocalDate date, String rest) {
    int year = date.getYear();
    return String.format(
        Locale.ROOT,
        "%04d-%02d-%02d%s%s",
        year > 0 ? year : 1 - year,
        date.getMonthValue(),
        date.getDayOfMonth(),
        rest,
        year > 0 ? "" : " BC");
  }

  private static String timestamp(LocalDateTime time, String zone) {
    LocalTime ofDay = time.toLocalTime();
    return date(
        time.toLocalDate(),
        " " + time(ofDay.toSecondOfDay() * SECOND + ofDay.getNano() / 1000) + zone);
  }

  private static String time(long micros) {
    long seconds = micros / SECOND;
    String whole =
        String.format(
            Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    String fraction = String.format(Locale.ROOT, ".%06d", micros % SECOND);
    return whole + fraction.replaceFirst("\\.?0*$", "");
  }

  private static List<JsonNode> parsed(String json) {
    try {
      List<JsonNode> elements = new ArrayList<>();
      new ObjectMapper().readTree(json).forEach(elements::add);
      return elements;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
