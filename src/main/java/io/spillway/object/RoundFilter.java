package io.spillway.object;

import java.io.Serializable;

/**
 * An assignment of keys to rounds. Rounds run one after another, and a round that fails stops the
 * rest.
 *
 * <p>It is sent to the workers and called by many threads.
 */
public interface RoundFilter extends Serializable {
  /** The default filter: {@code _SUCCESS} files go last. */
  RoundFilter SUCCESS_FILES_LAST = new SuccessFilesLast();

  /** Returns the number of rounds, 1 or more. */
  int rounds();

  /**
   * Returns the round of a key, from 1 to {@link #rounds()}. The result must always be the same for
   * equal keys. A key for which this method throws, or returns another number, is a failed key.
   *
   * @param key the object's path in its repository
   */
  int roundForKey(String key);

  /**
   * A filter that exports {@code _SUCCESS} files last. A reader that waits for such a file then
   * finds all data that it stands for.
   */
  final class SuccessFilesLast implements RoundFilter {
    private static final long serialVersionUID = 1L;

    private SuccessFilesLast() {}

    @Override
    public int rounds() {
      return 2;
    }

    @Override
    public int roundForKey(String key) {
      return key.substring(key.lastIndexOf('/') + 1).equals("_SUCCESS") ? 2 : 1;
    }
  }
}
