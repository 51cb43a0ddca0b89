package io.spillway.cli;

import io.spillway.base.ByteSize;
import io.spillway.export.RowOptions;
import io.spillway.request.Webhook;
import io.spillway.rows.parquet.Compression;
import io.spillway.source.postgres.PostgresAddress;
import io.spillway.source.postgres.PostgresOptions;
import io.spillway.source.postgres.decode.NumericType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A parser of the command lines that export rows and verify them. */
final class RowsLine {
  private RowsLine() {}

  /** Returns whether the source among the arguments is a database. */
  static boolean isOne(List<String> arguments) {
    return arguments.stream().anyMatch(PostgresAddress::isOne);
  }

  static Command export(List<String> arguments) {
    Map<String, String> given = Grammars.exportRows().parse(arguments);
    return new Command.ExportRows(
        PostgresAddress.parse(String.valueOf(given.get(Grammar.SOURCE))),
        String.valueOf(given.get(Grammar.DESTINATION)),
        new PostgresOptions(
            repeated("export-only", given),
            single("where", given),
            columns(given),
            NumericType.parse("--numeric", given.getOrDefault("numeric", "string")),
            Optional.ofNullable(given.get("password-command"))),
        options(given),
        given.containsKey("verbose"));
  }

  static Command verify(List<String> arguments) {
    Map<String, String> given = Grammars.verifyRows().parse(arguments);
    return new Command.VerifyRows(
        PostgresAddress.parse(String.valueOf(given.get(Grammar.SOURCE))),
        String.valueOf(given.get(Grammar.DESTINATION)),
        Optional.ofNullable(given.get("export-id")),
        CommandLine.ledger(given),
        given.containsKey("read-content"),
        given.containsKey("verbose"));
  }

  private static RowOptions options(Map<String, String> given) {
    RowOptions defaults = RowOptions.DEFAULT;
    return new RowOptions(
        Optional.ofNullable(given.get("target-file-size"))
            .map(size -> ByteSize.parse("--target-file-size", size))
            .orElse(defaults.fileBytes()),
        Compression.parse("--compression", given.getOrDefault("compression", "zstd")),
        CommandLine.number("max-connections", given, defaults.maxConnections()),
        given.containsKey("skip-unreadable"),
        Optional.ofNullable(given.get("export-id")),
        CommandLine.number("max-concurrency", given, defaults.maxConcurrency()),
        CommandLine.writing(given),
        CommandLine.ledger(given),
        given.containsKey("dry-run"),
        given.containsKey("wait"),
        CommandLine.retention(given),
        Optional.ofNullable(given.get("notify")).map(Webhook::parse));
  }

  private static List<String> repeated(String name, Map<String, String> given) {
    String all = given.get(name);
    return all == null ? List.of() : List.of(all.split(Grammar.SEPARATOR));
  }

  /** Returns the values of an option {@code T=…} by table. Rejects a table that is given twice. */
  private static Map<String, String> single(String name, Map<String, String> given) {
    Map<String, String> byTable = new LinkedHashMap<>();
    for (String one : repeated(name, given)) {
      int equals = one.indexOf('=');
      if (equals < 1 || equals == one.length() - 1) {
        throw Grammar.badInput(
            "--" + name + " is '" + one + "': give it as --" + name + "=TABLE=…");
      }
      if (byTable.put(one.substring(0, equals), one.substring(equals + 1)) != null) {
        throw Grammar.badInput("--" + name + " is given twice for " + one.substring(0, equals));
      }
    }
    return byTable;
  }

  private static Map<String, List<String>> columns(Map<String, String> given) {
    Map<String, List<String>> columns = new HashMap<>();
    single("columns", given)
        .forEach((table, names) -> columns.put(table, Arrays.asList(names.split(",", -1))));
    return columns;
  }
}
