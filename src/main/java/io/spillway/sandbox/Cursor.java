package io.spillway.sandbox;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Items in the order of their keys. Not for several threads. */
interface Cursor<T> extends Closeable {
  /** The next one, or null after the last. */
  @Nullable T next() throws IOException;

  @Override
  void close();
}
