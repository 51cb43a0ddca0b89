package io.spillway;

import java.io.Serializable;

/**
 * Says in which round a key is exported. Rounds run one after another, and a round that fails stops
 * the rest.
 *
 * <p>It travels to the workers and is called by many threads.
 */
public interface KeyFilter extends Serializable {
  /** How many rounds there are, 1 or more. */
  int rounds();

  /**
   * The round of a key, from 1 to {@link #rounds()}. The same key must always get the same round. A
   * key for which this throws, or answers with another number, is a failed key.
   *
   * @param key the object's path in its repository
   */
  int roundForKey(String key);
}
