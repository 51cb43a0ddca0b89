package io.spillway.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.KeyGlobs;
import io.spillway.object.plan.Preview;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Summary;
import io.spillway.outcome.Summary.Count;
import io.spillway.outcome.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportsTest {
  private static final String MARKER = "s3a://b/p/EXPORT_c1_2026-11-21T09:15:42.118Z_SUCCESS";

  @Test
  void shouldTellTheSameInHtmlAsInText() {
    // Given
    Summary summary =
        Summary.NONE.with(Count.OBJECTS, 1_000).with(Count.BYTES, 2_048).with(Count.DELETED, 500);
    ExportReport report = report("e1", true, summary, List.of());

    // Then
    assertThat(report.toHtml())
        .isEqualTo(
            """
            <table>
            <caption style="caption-side:top;text-align:left;font-weight:bold">\
            Exported lakefs://example/c1 (since c0)</caption>
            <tr><td style="text-align:left">keys</td><td style="text-align:left">-tmp/**</td></tr>
            <tr><td style="text-align:left">objects</td><td style="text-align:left">1,000</td></tr>
            <tr><td style="text-align:left">bytes</td><td style="text-align:left">2.0 KiB</td></tr>
            <tr><td style="text-align:left">deleted</td><td style="text-align:left">500</td></tr>
            <tr><td style="text-align:left">time</td><td style="text-align:left">3.1 s</td></tr>
            <tr><td style="text-align:left">marker</td><td style="text-align:left">MARKER</td></tr>
            </table>
            """
                .replace("MARKER", MARKER));
    assertThat(report)
        .hasToString(
            """
            Exported lakefs://example/c1 (since c0)
              keys      -tmp/**
              objects   1,000
              bytes     2.0 KiB
              deleted   500
              time      3.1 s
              marker    MARKER
            """
                .replace("MARKER", MARKER));
  }

  @Test
  void shouldLetNoKeyBecomeHtml() {
    // Given
    Failures failures =
        Failures.of("<script>a&b</script>", "is \"gone\"").and(Failures.of("c", "is gone"));

    // When
    String html = report("e1", false, Summary.of(failures), List.of()).toHtml();

    // Then
    assertThat(html)
        .contains(
            "<pre style=\"font-family:monospace\">    &lt;script&gt;a&amp;b&lt;/script&gt;: is &quot;gone&quot;\n    c: is gone</pre>")
        .doesNotContain("<script");
  }

  @Test
  void shouldKeepTheTableOfADryRunInOneBlock() {
    // Given
    Preview step =
        new Preview("copy-1", new Tally(1, 12), Tally.NONE, Map.of("images/", new Tally(1, 12)));

    // When
    String html = report("", true, Summary.NONE, List.of(step)).toHtml();

    // Then
    assertThat(html).containsOnlyOnce("copy round 1");
    assertThat(html.split("<pre ", -1)).hasSize(3); // the table, and the last remark
  }

  private static ExportReport report(
      String exportId, boolean success, Summary summary, List<Preview> preview) {
    return new ExportReport(
        "lakefs://example",
        exportId,
        success,
        Duration.ofMillis(3_100),
        exportId.isEmpty() ? "" : MARKER,
        summary,
        new ExportReport.OfObjects(
            "c1", Optional.of("c0"), KeyGlobs.ALL.excluding("tmp/**"), preview));
  }
}
