package io.spillway.source;

import io.spillway.lakefs.Entry;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Walks over the entries of a split in the order of their keys. Not for several threads. */
public interface EntryCursor extends Closeable {
  /** The next entry, or null after the last. */
  @Nullable Entry next() throws IOException;
}
