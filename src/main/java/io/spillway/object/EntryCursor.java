package io.spillway.object;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A cursor over the entries of a split in key order. Not thread-safe. */
public interface EntryCursor extends Closeable {
  /** Returns the next entry, or null after the last. */
  @Nullable Entry next() throws IOException;
}
