package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.cli.CommandsPage;
import io.spillway.cli.CommandsPage.Example;
import io.spillway.cli.Output;
import io.spillway.cli.SandboxCommand;
import io.spillway.cli.Terminal;
import io.spillway.sandbox.SampleRepository;
import io.spillway.sandbox.Sandbox;
import io.spillway.testing.Approved;
import io.spillway.testing.Cli;
import io.spillway.testing.Folder;
import io.spillway.testing.Running;
import io.spillway.testing.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/reference/cli.md} is what the parser knows, with examples that are run here. */
class CommandsPageIT {
  private static final String COMMIT =
      "42167891694b06ee92a14f0ab22241e42eb29836291d31c97bda12cc985132dd";
  private static final String SHOWN = "file:///data/exports";

  @TempDir Path temp;

  @Test
  void shouldBeThePageOfCommands() throws Exception {
    // Given
    Map<String, Example> examples = new HashMap<>();
    try (Sandbox sandbox = Sandbox.start(Sandbox.options())) {
      SampleRepository.fill(sandbox);
      examples.put("export", example(sandbox, "example", "OUT", "--branch=main"));
      examples.put("verify", example(sandbox, "verify", "example", "OUT"));
      examples.put("status", example(sandbox, "status", "OUT"));
    }
    addDatabase(examples);
    examples.put("demo", new Example("spillway demo", anywhere(demo())));
    examples.put("sandbox", new Example("spillway sandbox", anywhere(sandbox())));
    assertThat(examples).containsOnlyKeys(CommandsPage.commands());

    // When
    String page = CommandsPage.of(examples);

    // Then
    Approved.checkPage(Path.of("docs", "reference", "cli.md"), page);
  }

  private void addDatabase(Map<String, Example> examples) throws SQLException {
    try (TestPostgres postgres = TestPostgres.database()) {
      postgres.run(
          "create schema sales",
          "create table sales.orders (id bigint, tenant int) partition by list (tenant)",
          "create table sales.orders_1 partition of sales.orders for values in (1)",
          "create table sales.orders_2 partition of sales.orders for values in (2)",
          "insert into sales.orders select i, i % 2 + 1 from generate_series(1, 5000) i");
      String only = "--export-only=" + postgres.name() + ".sales";
      examples.put("export postgresql", example(postgres, postgres.uri(), "ROWS", only));
      examples.put("verify rows", example(postgres, "verify", "ROWS"));
    }
  }

  private Example example(TestPostgres postgres, String... line) {
    String rows = new Folder(temp.resolve("rows")).uri();
    String[] arguments =
        Arrays.stream(line).map(word -> word.equals("ROWS") ? rows : word).toArray(String[]::new);
    Cli.Ended ended = InProcess.run(Map.of(), arguments);
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    String shown = "spillway " + String.join(" ", line).replace("ROWS", SHOWN);
    return new Example(
        inShop(shown, postgres), anywhere(inShop(ended.output(), postgres).replace(rows, SHOWN)));
  }

  private static String inShop(String text, TestPostgres postgres) {
    return text.replace("postgres@127.0.0.1:" + postgres.port(), "reader@db.example.com:5432")
        .replace("127.0.0.1:" + postgres.port(), "db.example.com:5432")
        .replace(postgres.name(), "shop")
        .replaceAll(
            "(?m)^(  snapshot +).*( \\(consistency: \\w+\\))$",
            "$100000003-0000001B-1 of 2026-11-21T09:15:38.104Z, at 0/9A3F2C8$2")
        .replaceAll(" +[0-9.]+ [KM]iB(?= +1 file)", "   18.2 KiB")
        .replaceAll("1, [0-9.]+ KiB", "1, 18.2 KiB");
  }

  private Example example(Sandbox sandbox, String... line) {
    Map<String, String> settings =
        Map.of(
            ApiClient.URL, sandbox.url(),
            ApiClient.ACCESS_KEY, sandbox.accessKey(),
            ApiClient.SECRET_KEY, sandbox.secretKey());
    String[] arguments =
        Arrays.stream(line)
            .map(word -> word.equals("OUT") ? out().uri() : word)
            .toArray(String[]::new);
    Cli.Ended ended = InProcess.run(settings, arguments);
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    return new Example(
        "spillway " + String.join(" ", line).replace("OUT", SHOWN), anywhere(ended.output()));
  }

  private String demo() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Path folder = temp.resolve("spillway-demo");
    InProcess.demo("lakefs", new Terminal(out, err, false), folder);
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static String sandbox() throws IOException {
    SandboxCommand command = new SandboxCommand(Optional.empty(), 0);
    try (Running running = Running.start(Output.TEXT, terminal -> command.serve(terminal))) {
      return running.until("Stop it with Ctrl-C.\n");
    }
  }

  private Folder out() {
    return new Folder(temp.resolve("out"));
  }

  /** The output as it would be elsewhere and the next time. */
  private String anywhere(String output) {
    return output
        .replace(out().uri(), SHOWN)
        .replace(temp.toString(), "/home/ann")
        .replaceAll("(?m)^(  (?:requests|traffic|tasks) +).*$", "$1…")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:8000")
        .replaceAll("(?m)(access_key +)\\S+$", "$1AKIA…")
        .replaceAll("(?m)(secret_key +)\\S+$", "$1…")
        .replaceAll("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", COMMIT)
        .replaceAll("(lakefs://\\w+/)[0-9a-f]{12}\\b", "$1" + COMMIT.substring(0, 12))
        .replaceAll("\\d{8}T\\d{6}\\.\\d{3}Z-[0-9a-f]{8}", "20261121T091538.001Z-5f3a9c1e")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "2026-11-21T09:15:42.118Z")
        .replaceAll("(?<what>took |time +)[0-9.]+ (s|min [0-9]+ s)\\b", "${what}3.1 s");
  }
}
