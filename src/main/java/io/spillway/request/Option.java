package io.spillway.request;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An option of a command, written once: the command line's parser, the help, the reference and
 * typed reading derive from it.
 *
 * @param name as users write it, without dashes before it
 * @param placeholder of its value in the help; empty for a flag
 * @param help a phrase
 * @param otherwise the value or effect that an absent option has, as the help shows it; empty if
 *     the help does not show it
 * @param arity how often it may be given
 * @param key the name of its values in a request; options that share a key share an order
 * @param prefix of its values below that key
 * @param isRemote whether a request that came over a network may carry it; false for everything
 *     that names a command, a file, an address, a location, SQL or further trust
 * @param reader of its values, which are none if it is absent
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
    Function<List<String>, T> reader) {
  private static final String TRUE = "true";

  /** How often an option may be given, and with a value or without. */
  public enum Arity {
    /** Given or not, without a value. */
    FLAG,
    /** Given once, with a value. */
    ONE,
    /** Given any number of times, each with a value. */
    MANY
  }

  /** A reader of one value. */
  public interface Parser<T> {
    /**
     * Returns the value that a text stands for.
     *
     * @param option the option with its dashes, as messages name it
     * @throws io.spillway.base.SpillwayException (bad input) if it stands for none
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
    return new Option<>(name, placeholder, help, "", arity, name, "", false, reader);
  }

  /** Returns a copy whose help shows the effect of leaving it out. */
  public Option<T> unless(String effect) {
    return new Option<>(name, placeholder, help, effect, arity, key, prefix, isRemote, reader);
  }

  /** Returns a copy with another help, for a command in which it means something else. */
  public Option<T> described(String other) {
    return new Option<>(name, placeholder, other, otherwise, arity, key, prefix, isRemote, reader);
  }

  /** Returns a copy that a request from a network may carry. */
  public Option<T> remote() {
    return new Option<>(name, placeholder, help, otherwise, arity, key, prefix, true, reader);
  }

  /** Returns a copy whose values are kept with those of other options, each behind a prefix. */
  public Option<T> within(String otherKey, String otherPrefix) {
    return new Option<>(
        name, placeholder, help, otherwise, arity, otherKey, otherPrefix, isRemote, reader);
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
