package io.spillway.base;

import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Settings by their Hadoop names ({@code fs.s3a.endpoint}, …), serialized to the workers. {@link
 * #toString} never shows a value.
 */
public final class Settings implements Serializable {
  private static final long serialVersionUID = 1L;

  // Equal settings that arrive at a worker many times are one object there while that is in use, so
  // that comparing them costs nothing.
  private static final Map<Settings, WeakReference<Settings>> ARRIVED = new WeakHashMap<>();

  private final TreeMap<String, String> values;
  private transient int hash;

  private Settings(Map<String, String> values) {
    this.values = new TreeMap<>(values);
  }

  /** Returns settings with these values. */
  public static Settings of(Map<String, String> values) {
    return new Settings(values);
  }

  /** Returns only the settings whose names pass, so that no others are serialized. */
  public Settings only(Predicate<String> names) {
    Map<String, String> kept = new TreeMap<>(values);
    kept.keySet().removeIf(names.negate());
    return new Settings(kept);
  }

  /** Returns a copy with one setting added or replaced. */
  public Settings with(String name, String value) {
    Map<String, String> more = new TreeMap<>(values);
    more.put(name, value);
    return new Settings(more);
  }

  /**
   * Returns a copy in which each setting whose name begins with the prefix replaces the setting
   * whose name is the rest.
   */
  public Settings overlaid(String prefix) {
    Map<String, String> overlaid = new TreeMap<>(values);
    values
        .tailMap(prefix)
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix)) {
                overlaid.put(name.substring(prefix.length()), value);
              }
            });
    return new Settings(overlaid);
  }

  /** Returns the value of a setting, trimmed; empty if it is unset or blank. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /** Passes each setting to the consumer; values may be secret. */
  public void forEach(BiConsumer<String, String> taker) {
    values.forEach(taker);
  }

  private Object readResolve() {
    synchronized (ARRIVED) {
      WeakReference<Settings> known = ARRIVED.get(this);
      Settings same = known == null ? null : known.get();
      if (same == null) {
        ARRIVED.put(this, new WeakReference<>(this));
        return this;
      }
      return same;
    }
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Settings that && values.equals(that.values));
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = values.hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    return "Settings" + values.keySet();
  }
}
