package io.spillway.source.postgres;

import io.spillway.request.BadInput;
import io.spillway.request.Option;
import io.spillway.request.OptionValues;
import io.spillway.rows.ColumnType;
import io.spillway.rows.Table;
import io.spillway.source.RowSourceOptions;
import io.spillway.source.postgres.decode.CastType;
import io.spillway.source.postgres.decode.NumericType;
import io.spillway.source.postgres.decode.TypeOptions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options that define which data of a database is exported, and how.
 *
 * @param tables tables, rows and columns
 * @param types types of columns
 * @param groupBytes approximate bytes of a row group in files
 * @param snapshot name of a snapshot that another session exported and holds; empty for a new one
 * @param passwordCommand {@code sh} command that prints the password; it runs for each connection,
 *     on the machine that connects
 */
public record PostgresOptions(
    TableOptions tables,
    TypeOptions types,
    int groupBytes,
    Optional<String> snapshot,
    Optional<String> passwordCommand) {
  static final Option<List<String>> EXPORT_ONLY =
      Option.repeated(
              "export-only", "LIST", "[db.]schema[.table], globs; commas between", values -> values)
          .unless("all")
          .remote();

  static final Option<List<String>> EXCLUDE =
      Option.repeated("exclude", "LIST", "tables to leave out, written likewise", values -> values)
          .remote();

  static final Option<Boolean> REQUIRE_ALL =
      Option.flag("require-all", "fail for tables that the role may not read").remote();

  static final Option<Map<String, String>> WHERE =
      Option.repeated(
          "where",
          "T=PREDICATE",
          "only rows of table T for which that holds",
          values -> byTable("where", values));

  static final Option<Map<String, List<String>>> COLUMNS =
      Option.repeated(
              "columns",
              "T=A,B",
              "only these columns of table T",
              values -> columns(byTable("columns", values)))
          .remote();

  static final Option<NumericType> NUMERIC =
      Option.value(
              "numeric",
              "T",
              "decimal(P,S) for numbers of no declared precision",
              NumericType::parse,
              "string")
          .remote();

  static final Option<Map<String, ColumnType>> CAST =
      Option.repeated(
              "cast",
              "T.C=TYPE",
              "column C of table T as text, json, bigint, decimal(P,S), timestamp, …",
              values -> casts(byTable("cast", values)))
          .remote();

  static final Option<Boolean> OUT_OF_RANGE =
      choice(
          "out-of-range",
          "fail",
          "null",
          "infinities, NaN of decimals and times that Parquet has not");

  static final Option<Boolean> ENUM =
      choice("enum", "string", "enum", "annotation of enums; some readers show ENUM as bytes");

  static final Option<Boolean> COMPOSITES =
      choice("composites", "json", "struct", "composite types as JSON or as Parquet groups");

  static final Option<Optional<String>> SNAPSHOT =
      Option.value(
              "snapshot",
              "ID",
              "read this snapshot, which another session exported and holds",
              PostgresOptions::snapshot)
          .unless("a new one")
          .remote();

  static final Option<Optional<String>> PASSWORD_COMMAND =
      Option.text("password-command", "CMD", "prints the password; asked for each connection")
          .secret();

  /** The default options: every table with all of its rows and columns. */
  public static final PostgresOptions DEFAULT =
      new PostgresOptions(
          TableOptions.ALL,
          TypeOptions.DEFAULT,
          Table.GROUP_BYTES,
          Optional.empty(),
          Optional.empty());

  /** Returns the options that a user gave. */
  static PostgresOptions of(OptionValues given) {
    return new PostgresOptions(
        new TableOptions(
            given.get(EXPORT_ONLY),
            given.get(EXCLUDE),
            given.get(REQUIRE_ALL),
            given.get(WHERE),
            given.get(COLUMNS),
            given.get(CAST)),
        new TypeOptions(
            given.get(NUMERIC), given.get(ENUM), given.get(COMPOSITES), given.get(OUT_OF_RANGE)),
        given.get(RowSourceOptions.ROW_GROUP_SIZE),
        given.get(SNAPSHOT),
        given.get(PASSWORD_COMMAND));
  }

  /** Returns a copy with another choice of tables. */
  public PostgresOptions with(TableOptions other) {
    return new PostgresOptions(other, types, groupBytes, snapshot, passwordCommand);
  }

  /** Returns a copy that obtains the password from a command. */
  PostgresOptions withPasswordCommand(String command) {
    return new PostgresOptions(tables, types, groupBytes, snapshot, Optional.of(command));
  }

  /** Returns a copy that reads a snapshot of another session. */
  public PostgresOptions withSnapshot(String name) {
    return new PostgresOptions(tables, types, groupBytes, Optional.of(name), passwordCommand);
  }

  /** Returns a copy with other choices of types. */
  public PostgresOptions with(TypeOptions other) {
    return new PostgresOptions(tables, other, groupBytes, snapshot, passwordCommand);
  }

  /** Returns an option with two values, which is true for the second. */
  private static Option<Boolean> choice(String name, String usual, String other, String help) {
    return Option.value(
            name,
            usual + "|" + other,
            help,
            (option, text) -> {
              if (!text.equals(usual) && !text.equals(other)) {
                throw BadInput.of(option + " is '" + text + "': give " + usual + " or " + other);
              }
              return text.equals(other);
            },
            usual)
        .remote();
  }

  private static String snapshot(String option, String text) {
    if (!text.matches("[0-9A-Fa-f]+(-[0-9A-Fa-f]+)+")) {
      throw BadInput.of(
          option
              + " is '"
              + text
              + "': give what pg_export_snapshot() returned, say 00000003-1B-1");
    }
    return text;
  }

  private static Map<String, ColumnType> casts(Map<String, String> byColumn) {
    Map<String, ColumnType> casts = new LinkedHashMap<>();
    byColumn.forEach((column, type) -> casts.put(column, CastType.parse("--cast", type)));
    return casts;
  }

  /** Returns the values of an option {@code T=…} by table. Rejects a table that is given twice. */
  private static Map<String, String> byTable(String option, List<String> values) {
    Map<String, String> byTable = new LinkedHashMap<>();
    for (String one : values) {
      int equals = one.indexOf('=');
      if (equals < 1 || equals == one.length() - 1) {
        throw BadInput.of("--" + option + " is '" + one + "': give it as --" + option + "=TABLE=…");
      }
      if (byTable.put(one.substring(0, equals), one.substring(equals + 1)) != null) {
        throw BadInput.of("--" + option + " is given twice for " + one.substring(0, equals));
      }
    }
    return byTable;
  }

  private static Map<String, List<String>> columns(Map<String, String> byTable) {
    Map<String, List<String>> columns = new HashMap<>();
    byTable.forEach((table, names) -> columns.put(table, Arrays.asList(names.split(",", -1))));
    return columns;
  }

  /** Returns the options without the password command, which may contain a secret. */
  @Override
  public String toString() {
    return tables + ", " + types;
  }
}
