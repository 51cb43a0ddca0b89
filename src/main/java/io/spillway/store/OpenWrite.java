package io.spillway.store;

import java.io.IOException;
import java.io.OutputStream;

/**
 * An upload of an object whose size is not known in advance. Nothing is visible under its key
 * before {@link #commit}, and nothing ever if it is closed without a commit.
 *
 * <p>Not thread-safe. Memory is bounded regardless of the size.
 */
public abstract class OpenWrite extends OutputStream {
  /**
   * Publishes all written bytes and replaces an existing object. Nothing can be written or
   * committed afterwards, nor after closing.
   *
   * @throws StoreException as {@link ObjectStore#write}; also for an earlier failure that was not
   *     reported yet
   * @throws IllegalStateException if the write was committed or closed before
   */
  public abstract WrittenObject commit() throws IOException;

  /**
   * Discards unpublished bytes as far as possible; never fails because of that. Does nothing after
   * {@link #commit}, regardless of its outcome.
   */
  @Override
  public abstract void close() throws IOException;
}
