package io.spillway.wrong;

import java.util.List;
import java.util.Map;

/** The page of errors, with their causes and cures. */
final class ErrorsPage {
  private static final String BEGINNING =
      """
      # Errors, their causes and cures

      What Spillway says when something is wrong, by the place where it is wrong. Each of these was made wrong on purpose, and said this;
      names of hosts, ids and times differ. The exit codes: 1 the export failed, 2 bad input, 3 unreachable or denied, 4 refused.
      With exit code 1 the sentence stands in the report and in the FAILURE marker, behind the key that failed.
      `--verbose` shows the causes in full. Credentials are in no message.
      """;

  private ErrorsPage() {}

  static String of(Map<String, List<WrongInput>> groups, Map<WrongInput, String> sentences) {
    StringBuilder page = new StringBuilder(BEGINNING);
    groups.forEach(
        (group, inputs) -> {
          page.append("\n## ").append(group).append("\n\n");
          page.append("| what is wrong | exit | what it says | what to do | what is left |\n");
          page.append("|---|---|---|---|---|\n");
          inputs.forEach(input -> row(page, input, String.valueOf(sentences.get(input))));
        });
    return page.toString();
  }

  private static void row(StringBuilder page, WrongInput input, String sentence) {
    page.append("| ").append(input.cause());
    page.append(" | ").append(input.exitCode());
    page.append(" | ").append(shown(sentence));
    page.append(" | ").append(input.cure());
    page.append(" | ").append(input.left().words());
    page.append(" |\n");
  }

  /** As text in a cell of a table. */
  private static String shown(String sentence) {
    return sentence
        .replaceAll("(.)\\1{100,}", "$1$1$1…")
        .replace("\\", "\\\\")
        .replace("|", "\\|")
        .replace("<", "&lt;")
        .replace("*", "\\*")
        .replace("_", "\\_");
  }
}
