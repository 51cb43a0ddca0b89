package io.spillway.base;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A map that keeps its most recently used entries only. Safe for use by many threads. */
public final class RecentlyUsed<K, V> {
  private static final float LOAD = 0.75f;

  private final Map<K, V> entries;

  /**
   * Creates an empty map.
   *
   * @param most the number of entries that it keeps
   */
  public RecentlyUsed(int most) {
    this.entries =
        new LinkedHashMap<>(most, LOAD, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  /** Returns the value of a key, which is made if there is none. */
  public synchronized V computeIfAbsent(K key, Function<? super K, ? extends V> make) {
    return entries.computeIfAbsent(key, make);
  }

  /** Returns the value of a key. */
  public synchronized Optional<V> find(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** Sets the value of a key. */
  public synchronized void put(K key, V value) {
    entries.put(key, value);
  }
}
