package io.spillway.source.postgres;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds names in SQL whose meaning depends on the search path: operators, functions, types and
 * relations without {@code pg_catalog}, and constructs that look for an operator by its name.
 */
final class SqlNames {
  private static final Pattern TOKENS =
      Pattern.compile(
          "(?<text>'(?:[^']|'')*')|(?<quoted>\"(?:[^\"]|\"\")*\")|(?<name>[A-Za-z_][\\w$]*)"
              + "|(?<number>\\d[\\d.]*)|(?<cast>::)|(?<operator>[+\\-*/<>=~!@#%^&|`]+)"
              + "|(?<other>[^\\s])");

  /** Words that may stand before a parenthesis, and what the grammar itself calls. */
  private static final Set<String> BEFORE_PARENTHESIS =
      Set.of(
          "all",
          "and",
          "any",
          "array",
          "as",
          "by",
          "case",
          "coalesce",
          "copy",
          "else",
          "exists",
          "explain",
          "extract",
          "from",
          "greatest",
          "join",
          "lateral",
          "least",
          "not",
          "on",
          "operator",
          "or",
          "select",
          "stdout",
          "then",
          "union",
          "when",
          "where");

  private static final Set<String> BEFORE_A_NAME = Set.of("as", "recursive", "with");
  private static final Set<String> LOOK_FOR_OPERATORS =
      Set.of("between", "ilike", "in", "like", "natural", "nullif", "similar", "using");

  private final List<String> tokens = new ArrayList<>();
  private final Set<String> common = new HashSet<>();
  private final List<String> found = new ArrayList<>();

  private SqlNames(String sql) {
    Matcher matcher = TOKENS.matcher(sql);
    while (matcher.find()) {
      String token = matcher.group();
      tokens.add(matcher.group("name") == null ? token : token.toLowerCase(Locale.ROOT));
    }
  }

  /** Returns what is wrong with a statement, in words. */
  static List<String> unqualified(String sql) {
    SqlNames names = new SqlNames(sql);
    if (!sql.startsWith("set local ") && !sql.startsWith("set transaction snapshot ")) {
      names.look();
    }
    return names.found;
  }

  private String token(int at) {
    return at >= 0 && at < tokens.size() ? tokens.get(at) : "";
  }

  private void look() {
    for (int at = 0; at < tokens.size(); at++) {
      if (BEFORE_A_NAME.contains(token(at - 1)) || token(at + 1).equals("as")) {
        common.add(token(at));
      }
    }
    for (int at = 0; at < tokens.size(); at++) {
      String token = token(at);
      if (token.matches("[+\\-*/<>=~!@#%^&|`]+")) {
        operator(at);
      } else if (token.equals("::")) {
        check(isOfCatalogue(at + 1), "a cast to " + token(at + 1));
      } else if (token.matches("[a-z_][\\w$]*")) {
        word(at);
      }
    }
  }

  private void operator(int at) {
    boolean allColumns = token(at - 1).equals(".") && !token(at - 4).equals("operator");
    boolean allRows = token(at - 1).equals("(") && token(at + 1).equals(")");
    boolean star = token(at).equals("*") && (allColumns || allRows);
    boolean named =
        token(at - 1).equals(".")
            && token(at - 2).equals("pg_catalog")
            && token(at - 3).equals("(")
            && token(at - 4).equals("operator");
    check(star || named, "operator " + token(at));
  }

  private void word(int at) {
    String word = token(at);
    check(
        !LOOK_FOR_OPERATORS.contains(word) || token(at - 1).equals("."),
        word + " looks for an operator");
    if (word.equals("case")) {
      check(token(at + 1).equals("when"), "case looks for an operator");
    } else if (word.equals("distinct") && token(at + 1).equals("from")) {
      check(token(at + 2).equals("null"), "distinct from looks for an operator");
    } else if ((word.equals("from") && !token(at - 1).equals("distinct")) || word.equals("join")) {
      relation(at + 1);
    } else if (token(at + 1).equals("(") && !BEFORE_PARENTHESIS.contains(word)) {
      call(at);
    }
  }

  private void relation(int at) {
    String name = token(at).equals("only") ? token(at + 1) : token(at);
    boolean qualified =
        isOfCatalogue(at)
            || name.startsWith("\"")
            || List.of("(", "lateral", "rows").contains(name)
            || common.contains(name);
    check(qualified, "relation " + name);
  }

  private void call(int at) {
    boolean qualified = token(at - 1).equals(".") && token(at - 2).equals("pg_catalog");
    boolean alias = BEFORE_A_NAME.contains(token(at - 1));
    check(qualified || alias, "function " + token(at));
  }

  private boolean isOfCatalogue(int at) {
    return token(at).equals("pg_catalog") && token(at + 1).equals(".");
  }

  private void check(boolean good, String what) {
    if (!good) {
      found.add(what);
    }
  }
}
