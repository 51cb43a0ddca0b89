package io.spillway;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Settings by their Hadoop names ({@code fs.s3a.endpoint}, …), as they travel to the workers. Its
 * text never shows a value.
 */
public final class Settings implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = new TreeMap<>(values);
  }

  /** These settings. */
  public static Settings of(Map<String, String> values) {
    return new Settings(values);
  }

  /** Only the settings whose names pass: nothing else has to travel. */
  public Settings only(Predicate<String> names) {
    Settings kept = new Settings(values);
    kept.values.keySet().removeIf(names.negate());
    return kept;
  }

  /** These settings, and that one in place of any by its name. */
  public Settings with(String name, String value) {
    Settings more = new Settings(values);
    more.values.put(name, value);
    return more;
  }

  /** The value by that name, trimmed; empty when it is not set or blank. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Settings that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "Settings" + values.keySet();
  }
}
