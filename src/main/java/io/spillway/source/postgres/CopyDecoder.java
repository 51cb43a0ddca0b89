package io.spillway.source.postgres;

import io.spillway.source.RowSink;
import java.io.IOException;
import java.util.List;

/** Decodes what {@code COPY … TO STDOUT (FORMAT binary)} sends. */
final class CopyDecoder {
  private final List<ReadColumn> columns;
  private final RowSink sink;
  private long rows;
  private int column;

  CopyDecoder(List<ReadColumn> columns, RowSink sink) {
    this.columns = List.copyOf(columns);
    this.sink = sink;
  }

  /**
   * Takes a piece of the stream.
   *
   * @throws ValueException when a value cannot be exported
   * @throws IOException when it is no such stream, or what the sink throws
   */
  void accept(byte[] message) throws IOException {
    rows += message.length;
  }

  /** How many rows came whole. */
  long rows() {
    return rows;
  }

  /** The index of the column in hand, from 0 on. */
  int column() {
    return column;
  }

  /**
   * The stream has ended.
   *
   * @throws IOException when it broke off
   */
  void end() throws IOException {
    if (column == columns.size()) {
      sink.endRow();
    }
  }
}
