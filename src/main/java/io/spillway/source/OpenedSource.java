package io.spillway.source;

import io.spillway.rows.RowLayout;
import io.spillway.rows.RowSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** A source that a request names, not yet asked for anything. */
public sealed interface OpenedSource {
  /** Returns the source as reports and ledgers name it, without secrets. */
  String name();

  /** Returns the result of the function for this kind of content. */
  <T> T match(Function<OfObjects, T> ofObjects, Function<OfRows, T> ofRows);

  /**
   * A source whose content is objects.
   *
   * @param ref the requested state, as the source refers to it; empty if the request names none
   * @param connect asks the source where its storage is
   */
  record OfObjects(String name, Optional<String> ref, Supplier<ObjectRepository> connect)
      implements OpenedSource {
    @Override
    public <T> T match(Function<OfObjects, T> ofObjects, Function<OfRows, T> ofRows) {
      return ofObjects.apply(this);
    }
  }

  /**
   * A source whose content is rows.
   *
   * @param layout returns the arrangement of files in a destination that consists of folders; it
   *     may contact the source, before the destination's lease is taken
   * @param pin connects and pins a state, which the caller closes
   */
  record OfRows(String name, Supplier<RowLayout> layout, Supplier<RowSource> pin)
      implements OpenedSource {
    /** Creates a source with a folder per export, and in it a folder per table. */
    public OfRows(String name, Supplier<RowSource> pin) {
      this(name, () -> RowLayout.TABLE_FOLDERS, pin);
    }

    @Override
    public <T> T match(Function<OfObjects, T> ofObjects, Function<OfRows, T> ofRows) {
      return ofRows.apply(this);
    }
  }
}
