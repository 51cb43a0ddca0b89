package io.spillway.report;

/**
 * The HTML elements for notebooks. Cells set their alignment, because notebooks align tables right
 * by default.
 */
final class Html {
  private static final String LEFT = "style=\"text-align:left\"";

  private Html() {}

  /** Returns the text with the special characters of HTML escaped. */
  static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  static String cell(String html) {
    return "<td " + LEFT + ">" + html + "</td>";
  }

  /** Returns a cell that spans two columns. */
  static String wideCell(String html) {
    return "<td colspan=\"2\" " + LEFT + ">" + html + "</td>";
  }

  /**
   * Returns preformatted lines in a monospaced font, because notebooks would use their own font.
   */
  static String block(String lines) {
    return "<pre style=\"font-family:monospace\">" + text(lines) + "</pre>";
  }

  static String row(String cells) {
    return "<tr>" + cells + "</tr>\n";
  }

  static String table(String rows) {
    return "<table>\n" + rows + "</table>\n";
  }

  static String table(String caption, String rows) {
    return table(
        "<caption style=\"caption-side:top;text-align:left;font-weight:bold\">"
            + text(caption)
            + "</caption>\n"
            + rows);
  }
}
