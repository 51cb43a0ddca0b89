package io.spillway.source;

import io.spillway.rows.RowLayout;
import io.spillway.rows.RowSource;
import java.util.function.Supplier;

/**
 * A source that a request names, not yet asked for anything.
 *
 * @param name as reports and ledgers name it, without secrets
 * @param layout returns the arrangement of files in a destination that consists of folders; it may
 *     contact the source, before the destination's lease is taken
 * @param pin connects and pins a state, which the caller closes
 */
public record OpenedSource(String name, Supplier<RowLayout> layout, Supplier<RowSource> pin) {
  /** Creates a source with a folder per export, and in it a folder per table. */
  public OpenedSource(String name, Supplier<RowSource> pin) {
    this(name, () -> RowLayout.TABLE_FOLDERS, pin);
  }
}
