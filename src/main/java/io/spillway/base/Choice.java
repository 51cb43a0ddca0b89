package io.spillway.base;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A closed list of values, of which a user names one. Parser, help and error messages list exactly
 * these values.
 *
 * @param values the values, in the order in which users see them
 * @param name the name of a value, as users write it
 */
public record Choice<E>(List<E> values, Function<E, String> name) {
  /** Returns the choice among the constants of an enum. */
  public static <E extends Enum<E>> Choice<E> of(Class<E> type, Function<E, String> name) {
    return new Choice<>(List.of(type.getEnumConstants()), name);
  }

  /** Returns the value with a name; empty if there is none. */
  public Optional<E> find(String text) {
    return values.stream().filter(value -> name.apply(value).equals(text)).findFirst();
  }

  /**
   * Returns the value that a user named.
   *
   * @param option the option or setting, for messages
   * @throws SpillwayException (bad input) if the name is unknown; the message lists all names
   */
  public E parse(String option, String text) {
    return find(text).orElseThrow(() -> unknown(option, text));
  }

  /** Returns the error for an unknown name. */
  public SpillwayException unknown(String option, String text) {
    return new SpillwayException(
        SpillwayException.Kind.BAD_INPUT, option + " is '" + text + "': " + advice() + ".");
  }

  /** Returns the advice to name one of the values: {@code give strict or drop-invalid}. */
  public String advice() {
    List<String> names = values.stream().map(name).toList();
    int last = names.size() - 1;
    return "give "
        + (last == 0 ? "" : String.join(", ", names.subList(0, last)) + " or ")
        + names.get(last);
  }

  /** Returns the values for help: {@code strict|drop-invalid}. */
  public String help() {
    return values.stream().map(name).collect(Collectors.joining("|"));
  }
}
