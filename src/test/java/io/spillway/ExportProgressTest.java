package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExportProgressTest {
  private static final String CELL = "<td style=\"text-align:left\">";

  private final ExportProgress progress = new ExportProgress();

  @Test
  void shouldKnowNothingBeforeTheExportBegins() {
    assertThat(progress).hasToString("");
    assertThat(progress.toHtml()).contains("<table>").doesNotContain("<tr>");
  }

  @Test
  void shouldRememberEveryStepAndHowFarItIs() {
    // When
    progress.begins("planning", 252, -1);
    progress.reached(252, 0);
    progress.ends();
    progress.begins("round 1 of 2", 251, 2_048);
    progress.reached(1, 1_024);

    // Then
    assertThat(progress)
        .hasToString(
            "planning: 252 of 252 objects\n"
                + "round 1 of 2: 1 of 251 objects, 1.0 KiB of 2.0 KiB");
    assertThat(progress.toHtml())
        .contains(
            "<tr>"
                + CELL
                + "planning</td>"
                + CELL
                + "<progress max=\"252\" value=\"252\"></progress></td>"
                + CELL
                + "252 of 252 objects</td></tr>")
        .contains("<progress max=\"251\" value=\"1\"></progress>");
  }

  @Test
  void shouldShowAStepOfUnknownSizeAsUnderWayAndThenAsDone() {
    // Given
    progress.begins("planning", -1, -1);
    progress.reached(7, 0);
    String underWay = progress.toHtml();

    // When
    progress.ends();

    // Then
    assertThat(underWay).contains("<progress></progress>").contains(CELL + "7 objects</td>");
    assertThat(progress.toHtml()).contains("<progress max=\"7\" value=\"7\"></progress>");
  }

  @Test
  void shouldShowAStepWithNothingToDoAsDone() {
    progress.begins("round 2 of 2", 0, 0);
    progress.ends();

    assertThat(progress.toHtml()).contains("<progress max=\"1\" value=\"1\"></progress>");
  }

  @Test
  void shouldNotShowABrokenStepAsDone() {
    progress.begins("round 1 of 2", 10, 100);
    progress.reached(3, 30);
    progress.ends();

    assertThat(progress.toHtml()).contains("<progress max=\"10\" value=\"3\"></progress>");
  }
}
