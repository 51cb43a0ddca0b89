package io.spillway.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * An object that is being read. Closing it early drops the connection, and never waits for the
 * remaining bytes.
 *
 * @param object the object that is read; its size is the whole object's, regardless of the stream's
 *     offset
 * @param stream the bytes
 */
public record OpenObject(StoredObject object, InputStream stream) implements Closeable {
  @Override
  public void close() throws IOException {
    stream.close();
  }
}
