package io.spillway.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A table of any types with any rows, each value an expression of SQL.
 *
 * @param columns besides the first, which numbers the rows
 * @param rows how many
 */
record RandomTable(List<Of> columns, int rows) {
  private static final int MOST_ROWS = 40;
  private static final int MOST_NAME_BYTES = 63;
  private static final int DAYS = 2_000_000;

  /** A column. */
  record Of(String name, String type, List<String> values) {
    String value(int row) {
      return values.get(row % values.size());
    }
  }

  /** A type, and values of it. */
  private record Kind(String type, Arbitrary<String> values) {
    Kind array() {
      return new Kind(
          type + "[]",
          values
              .injectNull(0.1)
              .list()
              .ofMaxSize(5)
              .map(list -> list.stream().map(String::valueOf).collect(Collectors.joining(", ")))
              .map(list -> "array[" + list + "]::" + type + "[]"));
    }
  }

  static Arbitrary<RandomTable> any() {
    Arbitrary<Of> column =
        Combinators.combine(names(), kinds().flatMap(RandomTable::values))
            .as((name, column2) -> new Of(name, column2.type(), column2.values()));
    return Combinators.combine(
            column.list().ofMaxSize(9).uniqueElements(Of::name),
            Arbitraries.integers().between(0, MOST_ROWS))
        .as(RandomTable::new);
  }

  /** Statements that make it. */
  List<String> statements(String table) {
    String declared =
        columns.stream()
            .map(column -> ", " + CopiedTable.quoted(column.name()) + " " + column.type())
            .collect(Collectors.joining());
    String create = "create table " + table + " (id integer" + declared + ")";
    if (rows == 0) {
      return List.of(create);
    }
    return List.of(
        create,
        IntStream.range(0, rows)
            .mapToObj(this::row)
            .collect(Collectors.joining(", ", "insert into " + table + " values ", "")));
  }

  private String row(int row) {
    return columns.stream()
        .map(column -> ", " + column.value(row))
        .collect(Collectors.joining("", "(" + row, ")"));
  }

  private static Arbitrary<Of> values(Kind kind) {
    return kind.values()
        .injectNull(0.2)
        .map(String::valueOf)
        .list()
        .ofMinSize(1)
        .ofMaxSize(MOST_ROWS)
        .map(values -> new Of("", kind.type(), values));
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings()
        .withChars("abAB01 ._-,;{}()[]\n\t='\"`$%\\/äß😀*#@!?")
        .ofMinLength(1)
        .ofMaxLength(20)
        .map(name -> new String(name.getBytes(UTF_8), UTF_8)) // half a character becomes '?'
        .filter(name -> name.getBytes(UTF_8).length <= MOST_NAME_BYTES);
  }

  private static Arbitrary<Kind> kinds() {
    Arbitrary<Kind> plain =
        Arbitraries.oneOf(
            Arbitraries.of(
                new Kind("smallint", cast("smallint", Arbitraries.shorts())),
                new Kind("integer", cast("integer", Arbitraries.integers())),
                new Kind("bigint", cast("bigint", Arbitraries.longs())),
                new Kind("real", cast("real", Arbitraries.integers().map(Float::intBitsToFloat))),
                new Kind(
                    "double precision",
                    cast("double precision", Arbitraries.longs().map(Double::longBitsToDouble))),
                new Kind("boolean", Arbitraries.of("true", "false")),
                new Kind("numeric", cast("numeric", Arbitraries.bigDecimals())),
                new Kind("text", texts()),
                new Kind("bytea", bytes()),
                new Kind("date", dates()),
                new Kind("time", after("time '0:00'", 0, 86_399_999_999L)),
                new Kind("timestamp", moments("timestamp")),
                new Kind("timestamptz", moments("timestamptz"))),
            Arbitraries.of(
                new Kind("uuid", uuids()),
                new Kind("jsonb", texts().map(text -> "to_jsonb(" + text + ")")),
                new Kind("mood", Arbitraries.of("'sad'", "'ok'").map(text -> text + "::mood")),
                new Kind("lonely", texts().map(text -> "row(" + text + ")::lonely")),
                new Kind("inet", cast("inet", addresses())),
                new Kind("interval", after("interval '0'", -1L << 60, 1L << 60)),
                new Kind(
                    "oid", Arbitraries.longs().between(0, 0xFFFF_FFFFL).map(n -> n + "::oid"))),
            decimals());
    return Arbitraries.oneOf(plain, plain.map(Kind::array));
  }

  private static Arbitrary<Kind> decimals() {
    return Arbitraries.integers()
        .between(1, 40)
        .flatMap(
            precision ->
                Arbitraries.integers()
                    .between(0, precision)
                    .map(scale -> decimal(precision, scale)));
  }

  private static Kind decimal(int precision, int scale) {
    String type = "numeric(" + precision + "," + scale + ")";
    BigInteger most = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
    return new Kind(
        type,
        Arbitraries.bigIntegers()
            .between(most.negate(), most)
            .map(unscaled -> "'" + unscaled + "e-" + scale + "'::" + type));
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .filter(text -> text.indexOf(0) < 0 && UTF_8.newEncoder().canEncode(text))
        .map(text -> "'" + text.replace("'", "''") + "'::text");
  }

  private static Arbitrary<String> bytes() {
    return Arbitraries.bytes()
        .list()
        .ofMaxSize(20)
        .map(
            list ->
                list.stream()
                    .map(one -> String.format(Locale.ROOT, "%02x", one))
                    .collect(Collectors.joining("", "'\\x", "'::bytea")));
  }

  private static Arbitrary<String> uuids() {
    return Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
        .as((most, least) -> "'" + new UUID(most, least) + "'::uuid");
  }

  private static Arbitrary<String> addresses() {
    return Arbitraries.integers()
        .between(0, 255)
        .map(one -> "10." + one + ".0." + (255 - one) + (one % 2 == 0 ? "" : "/" + (one % 33)));
  }

  private static Arbitrary<String> dates() {
    return Arbitraries.integers()
        .between(-DAYS, 10 * DAYS)
        .map(days -> "(date '1970-01-01' + (" + days + "))");
  }

  private static Arbitrary<String> moments(String type) {
    return after(
        type + " '2000-01-01 00:00:00'", -210_000_000_000_000_000L, 9_222_000_000_000_000_000L);
  }

  private static Arbitrary<String> after(String begin, long least, long most) {
    return Arbitraries.longs()
        .between(least, most)
        .map(micros -> "(" + begin + " + '" + micros + " microseconds'::interval)");
  }

  private static Arbitrary<String> cast(String type, Arbitrary<?> values) {
    return values.map(value -> "'" + value + "'::" + type);
  }
}
