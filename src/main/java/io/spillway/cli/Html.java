package io.spillway.cli;

/** The few pieces of HTML that notebooks show; notebooks align tables right unless told. */
final class Html {
  static final String LEFT = "style=\"text-align:left\"";

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

  static String row(String cells) {
    return "<tr>" + cells + "</tr>\n";
  }

  static String table(String caption, String rows) {
    return "<table>\n<caption style=\"caption-side:top;text-align:left;font-weight:bold\">"
        + text(caption)
        + "</caption>\n"
        + rows
        + "</table>\n";
  }
}
