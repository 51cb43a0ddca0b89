package io.spillway.base;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key filter made of globs that include and exclude: the last glob that matches a key decides. A
 * key that no glob matches is included, unless the first glob is one that includes.
 *
 * <p>A glob is matched against the whole key: {@code *} stands for any characters within a segment
 * (between two slashes), {@code **} for any characters across segments, <code>**&#47;</code> at the
 * start of a segment for zero or more folders, {@code ?} for one character within a segment; a
 * backslash takes the next character literally.
 */
public final class KeyGlobs implements Serializable {
  /** A filter that includes every key. */
  public static final KeyGlobs ALL = new KeyGlobs(List.of());

  private static final long serialVersionUID = 1L;

  private final List<String> texts;
  private transient @Nullable List<Rule> rules;

  private KeyGlobs(List<String> texts) {
    this.texts = texts;
  }

  /** One glob, and whether it includes. */
  private record Rule(boolean includes, KeyGlob glob) {
    static Rule of(String text) {
      return new Rule(text.charAt(0) == '+', KeyGlob.parse(text.substring(1)));
    }
  }

  /**
   * Reads globs as {@link #texts} writes them.
   *
   * @throws SpillwayException (bad input) if a text is neither {@code +GLOB} nor {@code -GLOB}
   */
  public static KeyGlobs parse(List<String> texts) {
    for (String text : texts) {
      if (text.length() < 2 || "+-".indexOf(text.charAt(0)) < 0) {
        throw new SpillwayException(
            SpillwayException.Kind.BAD_INPUT,
            "'" + text + "' is not a filter: write it as +GLOB or -GLOB.");
      }
    }
    KeyGlobs globs = new KeyGlobs(List.copyOf(texts));
    globs.rules();
    return globs;
  }

  /**
   * Returns a copy that also includes the keys that match.
   *
   * @throws SpillwayException (bad input) if the text is not a valid glob
   */
  public KeyGlobs including(String glob) {
    return and("+" + glob);
  }

  /**
   * Returns a copy that also excludes the keys that match.
   *
   * @throws SpillwayException (bad input) if the text is not a valid glob
   */
  public KeyGlobs excluding(String glob) {
    return and("-" + glob);
  }

  private KeyGlobs and(String text) {
    List<String> more = new ArrayList<>(texts);
    more.add(text);
    return parse(more);
  }

  /** Returns whether the filter includes every key because it has no globs. */
  public boolean isAll() {
    return texts.isEmpty();
  }

  /** Returns whether the filter includes a key. */
  public boolean matches(String key) {
    List<Rule> all = rules();
    for (int place = all.size() - 1; place >= 0; place--) {
      if (all.get(place).glob().matches(key)) {
        return all.get(place).includes();
      }
    }
    return otherwise();
  }

  /** Returns whether the filter includes a key; malformed UTF-8 in it counts as U+FFFD. */
  public boolean matches(Bytes key) {
    return isAll() || matches(key.text());
  }

  /**
   * Returns whether the filter can include any key from {@code min} to {@code max}. Returns true in
   * case of doubt.
   *
   * @param max the last key, inclusive; empty for an open end
   */
  public boolean mayMatch(Bytes min, Bytes max) {
    List<Rule> all = rules();
    for (int place = all.size() - 1; place >= 0; place--) {
      Rule rule = all.get(place);
      if (!rule.glob().mayMatch(min, max)) {
        continue;
      }
      if (rule.includes()) {
        return true;
      }
      if (rule.glob().matchesAll(min, max)) {
        return false;
      }
    }
    return otherwise();
  }

  private boolean otherwise() {
    return texts.isEmpty() || texts.get(0).charAt(0) == '-';
  }

  private List<Rule> rules() {
    List<Rule> known = rules;
    if (known == null) {
      known = texts.stream().map(Rule::of).toList();
      rules = known;
    }
    return known;
  }

  /**
   * Returns each glob with a {@code +} or {@code -} before it, in order, as the ledger writes them.
   */
  public List<String> texts() {
    return texts;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyGlobs that && texts.equals(that.texts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(texts);
  }

  @Override
  public String toString() {
    return isAll() ? "all keys" : String.join(" ", texts);
  }
}
