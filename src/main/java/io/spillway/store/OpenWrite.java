package io.spillway.store;

import java.io.IOException;
import java.io.OutputStream;

/**
 * An object that is being written by who does not know its size beforehand. Nothing is seen under
 * its key before {@link #commit}, and nothing ever when it is closed without.
 *
 * <p>For one thread. Memory is bounded whatever the size.
 */
public abstract class OpenWrite extends OutputStream {
  /**
   * Publishes all bytes that were written, in place of an object that may be there. Nothing can be
   * written or committed after that, nor after closing.
   *
   * @throws StoreException as {@link ObjectStore#write}; also for what failed earlier and was not
   *     told yet
   * @throws IllegalStateException when it was committed or closed before
   */
  public abstract WrittenObject commit() throws IOException;

  /**
   * Gives up what was not published, as far as that can be done; never fails because of that.
   * Nothing happens after {@link #commit}, whatever became of it.
   */
  @Override
  public abstract void close() throws IOException;
}
