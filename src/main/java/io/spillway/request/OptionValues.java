package io.spillway.request;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options that a user gave, by their keys, each with its values as text. {@link #toString}
 * shows no value, because values may be secret.
 *
 * @param byKey values in the order in which they were given; a flag has the value {@code true}
 */
public record OptionValues(Map<String, List<String>> byKey) {
  /** No options. */
  public static final OptionValues NONE = new OptionValues(Map.of());

  private static final String HIDDEN = "(secret)";

  public OptionValues {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    byKey.forEach((key, values) -> copy.put(key, List.copyOf(values)));
    byKey = Collections.unmodifiableMap(copy);
  }

  /**
   * Returns the value of an option, or its default.
   *
   * @throws io.spillway.base.SpillwayException (bad input) if it is invalid
   */
  public <T> T get(Option<T> option) {
    return option.reader().apply(byKey.getOrDefault(option.key(), List.of()));
  }

  /** Returns a copy with the values of an option replaced; none if the option is not given. */
  OptionValues with(String key, List<String> values) {
    Map<String, List<String>> more = new LinkedHashMap<>(byKey);
    more.remove(key);
    if (!values.isEmpty()) {
      more.put(key, values);
    }
    return new OptionValues(more);
  }

  /** Returns a copy with the values of an option, in their written form, replaced. */
  public OptionValues with(Option<?> option, List<String> values) {
    return with(option.key(), values);
  }

  /** Returns a copy with the value of an option replaced by the written form of another. */
  public OptionValues with(Option<?> option, Optional<?> value) {
    return with(option, value.stream().map(String::valueOf).toList());
  }

  /** Returns a copy with or without a flag. */
  public OptionValues with(Option<Boolean> flag, boolean isGiven) {
    return with(flag, isGiven ? List.of("true") : List.of());
  }

  /** Returns a copy without the given options. */
  public OptionValues without(Collection<Option<?>> options) {
    Map<String, List<String>> kept = new LinkedHashMap<>(byKey);
    options.forEach(option -> kept.remove(option.key()));
    return new OptionValues(kept);
  }

  /**
   * Checks that all options are known, may come from the origin, and have valid values.
   *
   * @throws io.spillway.base.SpillwayException (bad input) that names the first invalid option
   */
  public void check(Collection<Option<?>> known, Origin origin) {
    List<String> unknown = new ArrayList<>(byKey.keySet());
    unknown.removeAll(known.stream().map(Option::key).toList());
    if (!unknown.isEmpty()) {
      throw BadInput.of("Unknown option --" + unknown.get(0));
    }
    for (Option<?> option : known) {
      if (origin == Origin.NETWORK && byKey.containsKey(option.key()) && !option.isRemote()) {
        throw BadInput.of("--" + option.name() + " cannot be given over a network");
      }
      get(option);
    }
  }

  /**
   * Returns the values as they may be shown and recorded, by key in the order in which they were
   * given: without those of secret options, and without users and passwords in URIs.
   */
  public Map<String, List<String>> shown(Collection<Option<?>> known) {
    Map<String, List<String>> shown = new LinkedHashMap<>();
    byKey.forEach(
        (key, values) ->
            shown.put(
                key,
                isSecret(key, known)
                    ? List.of(HIDDEN)
                    : values.stream().map(BadInput::withoutUsers).toList()));
    return shown;
  }

  private static boolean isSecret(String key, Collection<Option<?>> known) {
    List<? extends Option<?>> all =
        known.stream().filter(option -> option.key().equals(key)).toList();
    return all.isEmpty() || all.stream().anyMatch(Option::isSecret);
  }

  @Override
  public String toString() {
    return byKey.keySet().toString();
  }
}
