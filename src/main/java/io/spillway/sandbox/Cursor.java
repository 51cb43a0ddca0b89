package io.spillway.sandbox;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A cursor over items in the order of their keys. Not thread-safe. */
interface Cursor<T> extends Closeable {
  /** Returns the next item, or null after the last. */
  @Nullable T next() throws IOException;

  @Override
  void close();
}
