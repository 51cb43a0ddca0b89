package io.spillway.house;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of the javadoc of one file, as far as a program can judge them. A first aid: who writes
 * reads it aloud as well.
 *
 * @param source the file's text
 */
record Javadoc(String source) {
  /** A comment, and the two lines of code below it. */
  private static final Pattern COMMENT =
      Pattern.compile("/\\*\\*(.*?)\\*/\\s*\\n([^\\n]*(?:\\n[^\\n]*)?)", Pattern.DOTALL);

  private static final Pattern SENTENCES =
      Pattern.compile("(?<=[.:;])\\s+|<p>|@(?:param|return|throws) (?:\\S+ )?");
  private static final Pattern BEGINNING = Pattern.compile("(?:What|The same|Whether|That)\\b.*");
  private static final Pattern WORD =
      Pattern.compile("\\b(?:nobody|somebody|anybody|whoever)\\b", Pattern.CASE_INSENSITIVE);

  /** A declaration of a method with a result. */
  private static final Pattern METHOD =
      Pattern.compile(
          "\\s*(?:@\\w+(?:\\([^)]*\\))?\\s+)*"
              + "(?:(?:public|protected|private|static|final|abstract|synchronized|default)\\s+)*+"
              + "(?:<[^(]*?>\\s+)?"
              + "(?!record |class |enum |interface |void |new |return )"
              + "[A-Za-z][\\w.<>\\[\\],? @]*\\s+\\w+\\(.*",
          Pattern.DOTALL);

  private static final Pattern RETURNS = Pattern.compile("\\b[Rr]eturns\\b|@return");

  /** Words that end like verbs. */
  private static final String NOUNS =
      "(?:Its|This|As|Always|Bytes|Objects|Keys|Rows|Files|Names|Columns|Values|Requests|Seconds"
          + "|Entries|Failures|Tables|Types|Options|Settings|Milliseconds|Nanoseconds|Millis)\\b";

  private static final Pattern VERB =
      Pattern.compile("(?!" + NOUNS + ")[A-Z]\\w*s\\b.*", Pattern.DOTALL);

  /** Returns the objections, each with the line of its comment. */
  List<String> objections() {
    List<String> found = new ArrayList<>();
    Matcher comment = COMMENT.matcher(source);
    while (comment.find()) {
      String text =
          comment.group(1).replaceAll("\\n\\s*\\*\\s?", " ").replaceAll("\\s+", " ").strip();
      String plain = text.replaceAll("\\{@\\w+ ([^}]*)\\}", "$1");
      long line = source.substring(0, comment.start()).lines().count() + 1;
      for (String sentence : SENTENCES.split(plain)) {
        if (BEGINNING.matcher(sentence.strip()).matches()) {
          found.add(line + ": a sentence begins with '" + sentence.strip() + "'");
        }
      }
      if (WORD.matcher(plain).find()) {
        found.add(line + ": nobody, somebody, anybody or whoever: " + plain);
      }
      if (METHOD.matcher(comment.group(2)).matches()
          && !RETURNS.matcher(plain).find()
          && !VERB.matcher(plain).matches()) {
        found.add(line + ": does not say what the method returns: " + plain);
      }
    }
    return found;
  }
}
