package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.base.SpillwayException;
import io.spillway.export.ExportHandle;
import io.spillway.report.ExportReport;
import io.spillway.request.ExportRequest;
import io.spillway.request.OptionValues;
import io.spillway.request.Origin;
import io.spillway.request.VerifyRequest;
import io.spillway.testing.Cli;
import io.spillway.testing.Folder;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A source that nothing but {@code META-INF/services} names, on the command line. */
class PluggedInSourceIT {
  private static final String SOURCE = "testrows://ann@orders";

  @TempDir Path temp;
  private Folder out;

  @BeforeEach
  void makeFolder() {
    out = new Folder(temp.resolve("out"));
  }

  @Test
  void shouldBeExportedAndVerifiedByTheCommandLine() {
    // When
    Cli.Ended exported = run(SOURCE, out.uri(), "--rows=5", "--export-id=x");
    Cli.Ended withSource = run("verify", "testrows://orders", out.uri());
    Cli.Ended recorded = run("verify", out.uri(), "--export-id=x", "--read-content");

    // Then
    assertThat(exported.exitCode()).as(exported.errors()).isZero();
    assertThat(exported.output())
        .startsWith("Exported testrows://orders\n")
        .contains("1 of 1 table, 5 rows");
    assertThat(TestSpark.session().read().parquet(out.path() + "/x/db/public.orders").count())
        .isEqualTo(5);
    assertThat(withSource.exitCode()).as(withSource.errors()).isZero();
    assertThat(recorded.exitCode()).as(recorded.errors()).isZero();
    assertThat(recorded.output())
        .startsWith("Verified export x of testrows://orders at " + out.uri() + ": equal\n");
  }

  @Test
  void shouldRecordHowItWasAskedFor() throws IOException {
    // When
    Cli.Ended exported =
        run(SOURCE, out.uri(), "--rows=5", "--export-id=x", "--notify=http://127.0.0.1:9/token");

    // Then
    assertThat(exported.exitCode()).as(exported.errors()).isZero();
    JsonNode request =
        new ObjectMapper()
            .readTree(out.path().resolve("_spillway/exports/x/export.json").toFile())
            .get("request");
    assertThat(request.toString())
        .isEqualTo(
            "{'source':'testrows://orders','destination':'%s','options':{'rows':['5'],'export-id':['x'],'notify':['(secret)']},'origin':'command-line'}"
                .replace("%s", out.uri())
                .replace('\'', '"'));
  }

  @Test
  void shouldVerifyOnlyWhatWasExported() {
    // Given
    Cli.Ended exported = run(SOURCE, out.uri(), "--export-id=x");

    // When
    Cli.Ended ofAnother = run("verify", "testrows://customers", out.uri());
    Cli.Ended ofNone = run("verify", out.uri(), "--export-id=y");

    // Then
    assertThat(exported.output()).contains("1 of 1 table, 3 rows");
    assertThat(ofAnother.exitCode()).isEqualTo(2);
    assertThat(ofAnother.errors())
        .contains("is of testrows://orders, and not of testrows://customers");
    assertThat(ofNone.exitCode()).isEqualTo(2);
    assertThat(ofNone.errors()).contains("by the id 'y'");
  }

  @Test
  void shouldBeShownByTheHelp() {
    assertThat(run("--help").output())
        .contains("or of a Postgres")
        .contains("or of a table of tests")
        .contains("spillway [export] testrows://[USER@]TABLE DESTINATION [options]\n")
        .contains("\n\nRows of tests (no password)\n  --rows N ")
        .contains(" rows of the table [3]\n");
    assertThat(run("export", "testrows", "--help").output())
        .isEqualTo(run(SOURCE, "--help").output())
        .startsWith("Usage: spillway [export] testrows://[USER@]TABLE DESTINATION [options]\n")
        .contains("--rows N", "--export-id ID", "--keep-exports N")
        .doesNotContain("--where");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "testrows://orders OUT --rows=many|--rows is 'many': give a whole number, 0 or more",
        "testrows://orders OUT --where=orders=true|Unknown option --where",
        "testrows://orders OUT --max-connections=3|Unknown option --max-connections",
        "testrows://ann@ OUT|'testrows://' names no table",
        "verify testrows: OUT|names no table",
      })
  void shouldSayWhatIsWrong(String line, String sentence) {
    Cli.Ended ended = run(line.replace("OUT", out.uri()).split(" "));

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.errors()).contains(sentence).doesNotContain("ann");
  }

  @Test
  void shouldBeExportedByCode() {
    // When
    ExportReport report =
        Spillway.export(TestSpark.session(), ExportRequest.of(SOURCE, out.uri()).with("rows", "2"));

    // Then
    assertThat(report.rows().count()).isEqualTo(2);
    assertThat(Spillway.verify(TestSpark.session(), VerifyRequest.of(out.uri())).isEqual())
        .isTrue();
    assertThatThrownBy(
            () ->
                Spillway.export(
                    TestSpark.session(), ExportRequest.of(SOURCE, out.uri()).with("row", "2")))
        .isInstanceOf(SpillwayException.class)
        .hasMessageStartingWith("Unknown option --row.");
    assertThatThrownBy(
            () -> Spillway.export(TestSpark.session(), ExportRequest.of("mysql://demo", out.uri())))
        .hasMessageStartingWith(
            "'mysql://demo' is not a source: give a repository's name, lakefs://");
  }

  @Test
  void shouldBeWatchedAndCanceledByCode() throws InterruptedException {
    // When
    ExportHandle ended =
        Spillway.start(TestSpark.session(), ExportRequest.of(SOURCE, out.uri()).with("rows", "2"));

    // Then
    assertThat(ended.await().rows().count()).isEqualTo(2);
    assertThat(ended.progress()).isNotEmpty();

    // When
    ExportHandle canceled =
        Spillway.start(TestSpark.session(), ExportRequest.of(SOURCE, out.uri()));
    canceled.cancel();

    // Then: it ends, with a FAILURE marker or before it has begun
    assertThatThrownBy(canceled::await)
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining("cancel");
  }

  @Test
  void shouldTakeNoLocationFromANetwork() {
    // Given
    OptionValues options = new OptionValues(Map.of("ledger", List.of(out.uri())));
    ExportRequest request = new ExportRequest(SOURCE, out.uri(), options, Origin.NETWORK);

    // Then
    assertThatThrownBy(() -> Spillway.export(TestSpark.session(), request))
        .isInstanceOf(SpillwayException.class)
        .hasMessageStartingWith("--ledger cannot be given over a network");
  }

  private static Cli.Ended run(String... arguments) {
    return InProcess.run(Map.of(), arguments);
  }
}
