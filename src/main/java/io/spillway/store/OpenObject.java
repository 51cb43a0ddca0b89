package io.spillway.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * An object that is being read. Closing it early gives the connection up, and never waits for the
 * rest of the bytes.
 *
 * @param object what is read; its size is the whole object's, whatever offset the stream begins at
 * @param stream the bytes
 */
public record OpenObject(StoredObject object, InputStream stream) implements Closeable {
  @Override
  public void close() throws IOException {
    stream.close();
  }
}
