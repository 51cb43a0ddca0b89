package io.spillway.request;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An option of a command, declared once: the command line's parser, the help, the reference and
 * typed reading derive from it.
 *
 * @param name as users write it, without leading dashes
 * @param placeholder of its value in the help; empty for a flag
 * @param help a phrase
 * @param otherwise the value or effect of an absent option, as the help shows it; empty if the help
 *     does not show it
 * @param arity the number of times that it may be given
 * @param key the name of its values in a request; options that share a key share an order
 * @param prefix of its values below that key
 * @param isRemote whether a request from a network may contain it; false for every option that
 *     names a command, a file, an address, a location, SQL or further trust
 * @param isSecret whether its values may contain a secret, so that they are shown and recorded
 *     nowhere
 * @param reader of its values, which are empty if it is absent
 */
public record Option<T>(
    String name,
    String placeholder,
    String help,
    String otherwise,
    Arity arity,
    String key,
    String prefix,
    boolean isRemote,
    boolean isSecret,
    Function<List<String>, T> reader) {
  private static final String TRUE = "true";

  /** The number of times that an option may be given, and whether it has a value. */
  public enum Arity {
    /** At most once, without a value. */
    FLAG,
    /** At most once, with a value. */
    ONE,
    /** Any number of times, each with a value. */
    MANY
  }

  /** A reader of one value. */
  public interface Parser<T> {
    /**
     * Parses a value.
     *
     * @param option the option with its dashes, for messages
     * @throws io.spillway.base.SpillwayException (bad input) if the value is invalid
     */
    T parse(String option, String text);
  }

  /** Returns an option without a value. */
  public static Option<Boolean> flag(String name, String help) {
    return of(name, "", help, Arity.FLAG, values -> values.contains(TRUE));
  }

  /** Returns an option whose value may be any text. */
  public static Option<Optional<String>> text(String name, String placeholder, String help) {
    return value(name, placeholder, help, (option, text) -> text);
  }

  /** Returns an option that has no value unless it is given. */
  public static <T> Option<Optional<T>> value(
      String name, String placeholder, String help, Parser<T> parser) {
    return of(
        name,
        placeholder,
        help,
        Arity.ONE,
        values -> one(name, values).map(text -> parser.parse("--" + name, text)));
  }

  /**
   * Returns an option with a default.
   *
   * @param otherwise the default as users would write it
   */
  public static <T> Option<T> value(
      String name, String placeholder, String help, Parser<T> parser, String otherwise) {
    Function<List<String>, T> reader =
        values -> parser.parse("--" + name, one(name, values).orElse(otherwise));
    return of(name, placeholder, help, Arity.ONE, reader).unless(otherwise);
  }

  /** Returns an option whose value is a whole number, 0 or more. */
  public static Option<Integer> number(
      String name, String placeholder, String help, int otherwise) {
    return value(name, placeholder, help, Option::number, String.valueOf(otherwise));
  }

  /** Returns an option that may be given several times. */
  public static <T> Option<T> repeated(
      String name, String placeholder, String help, Function<List<String>, T> reader) {
    return of(name, placeholder, help, Arity.MANY, reader);
  }

  private static <T> Option<T> of(
      String name, String placeholder, String help, Arity arity, Function<List<String>, T> reader) {
    return new Option<>(name, placeholder, help, "", arity, name, "", false, false, reader);
  }

  /** Returns a copy whose help shows the effect of omitting it. */
  public Option<T> unless(String effect) {
    return new Option<>(
        name, placeholder, help, effect, arity, key, prefix, isRemote, isSecret, reader);
  }

  /** Returns a copy with another help, for a command in which it has another meaning. */
  public Option<T> described(String other) {
    return new Option<>(
        name, placeholder, other, otherwise, arity, key, prefix, isRemote, isSecret, reader);
  }

  /** Returns a copy that a request from a network may contain. */
  public Option<T> remote() {
    return new Option<>(
        name, placeholder, help, otherwise, arity, key, prefix, true, isSecret, reader);
  }

  /** Returns a copy whose values are shown and recorded nowhere. */
  public Option<T> secret() {
    return new Option<>(
        name, placeholder, help, otherwise, arity, key, prefix, isRemote, true, reader);
  }

  /** Returns a copy whose values are stored with those of other options, each behind a prefix. */
  public Option<T> within(String otherKey, String otherPrefix) {
    return new Option<>(
        name,
        placeholder,
        help,
        otherwise,
        arity,
        otherKey,
        otherPrefix,
        isRemote,
        isSecret,
        reader);
  }

  /** Returns the line of help: {@code requests per executor [64]}. */
  public String text() {
    return otherwise.isEmpty() ? help : help + " [" + otherwise + "]";
  }

  /** Returns the option as it is written on a command line: {@code --branch=B}. */
  public String written() {
    return "--" + name + (placeholder.isEmpty() ? "" : "=" + placeholder);
  }

  private static Optional<String> one(String name, List<String> values) {
    if (values.size() > 1) {
      throw BadInput.of("--" + name + " is given twice");
    }
    return values.stream().findFirst();
  }

  private static int number(String option, String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw BadInput.of(option + " is '" + text + "': give a whole number, 0 or more");
  }
}
