package io.spillway.cli;

/** The few pieces of HTML that notebooks show; notebooks align tables right unless told. */
final class Html {
  private static final String LEFT = "style=\"text-align:left\"";

  private Html() {}

  /** Text that no browser takes for anything else. */
  static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  static String cell(String html) {
    return "<td " + LEFT + ">" + html + "</td>";
  }

  /** A cell across two columns. */
  static String wideCell(String html) {
    return "<td colspan=\"2\" " + LEFT + ">" + html + "</td>";
  }

  /** Lines as they are; notebooks would set them in their own font. */
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
