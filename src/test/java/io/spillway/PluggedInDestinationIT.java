package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.testing.Cli;
import io.spillway.testing.Folder;
import io.spillway.testing.TestSpark;
import io.spillway.testing.TestTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A destination that nothing but {@code META-INF/services} names, on the command line. */
class PluggedInDestinationIT {
  private static final String TABLE = "testtable://orders";

  @TempDir Path temp;
  private Folder ledger;
  private Folder warehouse;

  @BeforeEach
  void makeFolders() {
    ledger = new Folder(temp.resolve("ledger"));
    warehouse = new Folder(temp.resolve("warehouse"));
  }

  @Test
  void shouldReceiveRowsAndBeVerified() throws IOException {
    // When
    Cli.Ended exported = export("testrows://orders", "--rows=5", "--export-id=x");
    Cli.Ended verified =
        run(
            "verify",
            TABLE,
            "--ledger=" + ledger.uri(),
            "--warehouse=" + warehouse.uri(),
            "--read-content");

    // Then
    assertThat(exported.exitCode()).as(exported.errors()).isZero();
    assertThat(exported.output()).contains("1 of 1 table, 5 rows");
    String[] snapshot = text(warehouse, TestTable.SNAPSHOT).strip().split(" ");
    assertThat(TestSpark.session().read().parquet(snapshot[0]).count()).isEqualTo(5);
    assertThat(snapshot[1]).isEqualTo("rows=5");
    assertThat(text(ledger, "exports/x/export.json"))
        .contains("\"destination\" : \"testtable://orders\"")
        .contains("\"folder\" : \"table db.public.orders\"");
    assertThat(ledger.markers()).hasSize(1).first().asString().startsWith("EXPORT_x_");
    assertThat(verified.exitCode()).as(verified.errors()).isZero();
    assertThat(verified.output())
        .startsWith("Verified export x of testrows://orders at testtable://orders: equal\n");
  }

  @Test
  void shouldShowItsExportsByItsLedger() {
    // Given
    export("testrows://orders", "--export-id=x");

    // Then
    assertThat(run("status", TABLE, "--ledger=" + ledger.uri()).output())
        .contains("x  SUCCEEDED", "testrows://orders, snapshot of");
    assertThat(run("status", TABLE).errors())
        .contains("'testtable://orders' is not a folder: give its --ledger");
  }

  @Test
  void shouldFindThatFilesAreInNoSnapshot() throws IOException {
    // Given
    export("testrows://orders", "--export-id=x");
    Files.writeString(warehouse.path().resolve(TestTable.SNAPSHOT), "");

    // When
    Cli.Ended verified =
        run("verify", TABLE, "--ledger=" + ledger.uri(), "--warehouse=" + warehouse.uri());

    // Then
    assertThat(verified.exitCode()).isEqualTo(1);
    assertThat(verified.output()).contains("is not in the snapshot");
  }

  @Test
  void shouldRejectATableBeforeAnythingIsRead() {
    Cli.Ended ended = export("testrows://reserved");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output()).contains("db.public.reserved: is a reserved name");
    assertThat(warehouse.path()).doesNotExist();
  }

  @Test
  void shouldNeedItsOwnOptions() {
    assertThat(run("testrows://orders", TABLE, "--ledger=" + ledger.uri()).errors())
        .contains("'testtable://orders' needs --warehouse=LOCATION");
    assertThat(run("testrows://orders", warehouse.uri(), "--warehouse=" + ledger.uri()).errors())
        .contains("Unknown option --warehouse");
    assertThat(run("--help").output())
        .contains("\n\nTables of tests (with --ledger)\n  --warehouse LOCATION ");
    assertThat(run("export", "testrows", "--help").output())
        .contains("; or testtable://NAME", "Tables of tests", "--warehouse LOCATION");
  }

  @Test
  void shouldKeepOneLedgerForOneTable() {
    // Given
    Cli.Ended first = export("testrows://orders");

    // When
    Cli.Ended other =
        run(
            "testrows://orders",
            "testtable://others",
            "--ledger=" + ledger.uri(),
            "--warehouse=" + warehouse.uri());

    // Then
    assertThat(first.exitCode()).as(first.errors()).isZero();
    assertThat(other.exitCode()).isEqualTo(4);
    assertThat(other.errors())
        .contains("is about testtable://orders, and this export goes to testtable://others");
  }

  private Cli.Ended export(String source, String... options) {
    String[] arguments = new String[options.length + 4];
    arguments[0] = source;
    arguments[1] = TABLE;
    arguments[2] = "--ledger=" + ledger.uri();
    arguments[3] = "--warehouse=" + warehouse.uri();
    System.arraycopy(options, 0, arguments, 4, options.length);
    return run(arguments);
  }

  private static String text(Folder folder, String key) throws IOException {
    return new String(folder.objects().get(key), StandardCharsets.UTF_8);
  }

  private static Cli.Ended run(String... arguments) {
    return InProcess.run(Map.of(), arguments);
  }
}
