package io.spillway.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reference as users write it: a branch, tag or commit id with modifiers ({@code main~2}, {@code
 * main^}, {@code main@}).
 *
 * @param base the part before the first modifier
 * @param steps the modifiers, each applied to the result of the one before
 */
record Ref(String base, List<Step> steps) {
  private static final Pattern SYNTAX = Pattern.compile("([^~^@]+)((?:[~^]\\d*|@)*)");
  private static final Pattern STEP = Pattern.compile("([~^@])(\\d*)");

  /**
   * A modifier: {@code ~} follows first parents, {@code ^} selects one of the parents, {@code @} a
   * branch's head.
   */
  record Step(char kind, int number) {}

  static Ref parse(String text) {
    Matcher syntax = SYNTAX.matcher(text);
    if (!syntax.matches()) {
      throw Refusal.badRequest("invalid ref");
    }
    List<Step> steps = new ArrayList<>();
    Matcher step = STEP.matcher(syntax.group(2));
    while (step.find()) {
      steps.add(new Step(step.group(1).charAt(0), number(step.group(2))));
    }
    return new Ref(syntax.group(1), List.copyOf(steps));
  }

  private static int number(String digits) {
    try {
      return digits.isEmpty() ? 1 : Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("invalid ref");
    }
  }

  /** Returns the commit that the steps lead to from a commit. */
  StoredCommit follow(StoredCommit from, CommitHistory history) {
    StoredCommit at = from;
    for (Step step : steps) {
      for (int i = 0; step.kind() == '~' && i < step.number(); i++) {
        at = parent(at, 1, history);
      }
      if (step.kind() == '^' && step.number() > 0) {
        at = parent(at, step.number(), history);
      }
    }
    return at;
  }

  private static StoredCommit parent(StoredCommit commit, int number, CommitHistory history) {
    if (number > commit.parents().size()) {
      throw Refusal.notFound("not found");
    }
    return history.commit(commit.parents().get(number - 1));
  }
}
