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
 * Settings by their Hadoop names ({@code fs.s3a.endpoint}, …), as they travel to the workers. Its
 * text never shows a value.
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

  /** These settings. */
  public static Settings of(Map<String, String> values) {
    return new Settings(values);
  }

  /** Only the settings whose names pass: nothing else has to travel. */
  public Settings only(Predicate<String> names) {
    Map<String, String> kept = new TreeMap<>(values);
    kept.keySet().removeIf(names.negate());
    return new Settings(kept);
  }

  /** These settings, and that one in place of any by its name. */
  public Settings with(String name, String value) {
    Map<String, String> more = new TreeMap<>(values);
    more.put(name, value);
    return new Settings(more);
  }

  /**
   * These settings, and each whose name begins with the prefix in place of the one that is called
   * like what follows.
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

  /** The value by that name, trimmed; empty when it is not set or blank. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /** Hands over each setting; values may be secret. */
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
