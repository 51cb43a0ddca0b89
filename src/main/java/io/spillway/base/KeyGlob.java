package io.spillway.base;

import java.util.Arrays;
import java.util.regex.Pattern;

/** A compiled glob of {@link KeyGlobs}. */
final class KeyGlob {
  private static final String ACROSS = "**";

  private final Pattern pattern;
  private final Bytes start;
  private final boolean isStart;

  /**
   * Creates a compiled glob.
   *
   * @param start the bytes that every matching key begins with
   * @param isStart whether every key that begins with them matches
   */
  private KeyGlob(Pattern pattern, Bytes start, boolean isStart) {
    this.pattern = pattern;
    this.start = start;
    this.isStart = isStart;
  }

  /**
   * Compiles a glob.
   *
   * @throws SpillwayException (bad input) if the glob is empty, or ends with a lone backslash
   */
  static KeyGlob parse(String glob) {
    Parser parser = new Parser(glob);
    parser.parse();
    return new KeyGlob(
        Pattern.compile(parser.regex.toString(), Pattern.DOTALL),
        Bytes.of(parser.start.toString()),
        parser.wild == 1 && parser.endsAcross);
  }

  boolean matches(String key) {
    return pattern.matcher(key).matches();
  }

  /**
   * Returns whether the glob can match any key from {@code min} to {@code max}.
   *
   * @param max the last key, inclusive; empty for an open end
   */
  boolean mayMatch(Bytes min, Bytes max) {
    boolean beginsInTime = min.compareTo(start) <= 0 || beginsSo(min);
    return beginsInTime && (max.length() == 0 || max.compareTo(start) >= 0);
  }

  /**
   * Returns whether the glob is certain to match every key from {@code min} to {@code max}; an
   * empty {@code max} is an open end.
   */
  boolean matchesAll(Bytes min, Bytes max) {
    return isStart && beginsSo(min) && (max.length() == 0 ? start.length() == 0 : beginsSo(max));
  }

  private boolean beginsSo(Bytes key) {
    int length = start.length();
    return key.length() >= length
        && Arrays.equals(key.array(), 0, length, start.array(), 0, length);
  }

  /** A parser that reads a glob once from start to end. */
  private static final class Parser {
    private final String glob;
    private final StringBuilder regex = new StringBuilder();
    private final StringBuilder start = new StringBuilder();
    private int wild;
    private boolean endsAcross;

    Parser(String glob) {
      this.glob = glob;
      if (glob.isEmpty()) {
        throw new SpillwayException(
            SpillwayException.Kind.BAD_INPUT, "An empty glob matches no key: leave it out.");
      }
    }

    void parse() {
      for (int at = 0; at < glob.length(); ) {
        at += one(at);
      }
    }

    /** Parses the element at a position and returns its length in characters. */
    private int one(int at) {
      if (glob.startsWith(ACROSS, at)) {
        boolean folders =
            (at == 0 || glob.charAt(at - 1) == '/') && glob.startsWith("/", at + ACROSS.length());
        endsAcross = at + ACROSS.length() == glob.length();
        return folders ? wild("(?:.*/)?", 3) : wild(".*", 2);
      }
      return switch (glob.charAt(at)) {
        case '*' -> wild("[^/]*", 1);
        case '?' -> wild("[^/]", 1);
        case '\\' -> 1 + plain(at + 1);
        default -> plain(at);
      };
    }

    private int wild(String expression, int length) {
      regex.append(expression);
      wild++;
      return length;
    }

    private int plain(int at) {
      if (at == glob.length()) {
        throw new SpillwayException(
            SpillwayException.Kind.BAD_INPUT,
            "The glob '" + glob + "' ends with a backslash: write two for one.");
      }
      String character = Character.toString(glob.codePointAt(at));
      regex.append(Pattern.quote(character));
      if (wild == 0) {
        start.append(character);
      }
      return character.length();
    }
  }
}
