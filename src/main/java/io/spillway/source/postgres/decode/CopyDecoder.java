package io.spillway.source.postgres.decode;

import static io.spillway.source.postgres.decode.Network.int2;
import static io.spillway.source.postgres.decode.Network.int4;

import io.spillway.rows.ColumnBatch;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A decoder of the stream of {@code COPY … TO STDOUT (FORMAT binary)}: a header, rows, and a
 * trailer. Servers send one row per message, and the header with the first. The protocol does not
 * guarantee this, so the decoder accepts pieces of any size.
 *
 * <p>Not thread-safe. A decoder cannot be used after it has thrown.
 */
public final class CopyDecoder {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };

  /** Flags that change the meaning of the rest. The lowest of them announces OIDs. */
  private static final int CRITICAL_FLAGS = 0xFFFF0000;

  private static final byte[] NONE = {};

  private static final int TRAILER = -1;

  private static final int ROWS = 4_096;

  /** The result of a scan that reached the end of the piece. */
  private static final int INCOMPLETE = -1;

  private final FieldDecoder[] decoders;
  private final ColumnBatch batch;
  private final ColumnBatch.Sink sink;
  private long flushed;

  /** The bytes of the rows in the batch, and the largest row. */
  private long taken;

  private int largest;
  private int largestAt;
  private int largestRow;
  private byte[] largestBytes = NONE;
  private int column;
  private boolean begun;
  private boolean ended;
  private byte[] held = NONE;

  /**
   * Creates a decoder.
   *
   * @param batch an empty batch, which is filled repeatedly
   * @param sink receiver of each full batch
   */
  public CopyDecoder(List<ReadColumn> columns, ColumnBatch batch, ColumnBatch.Sink sink) {
    this.decoders = new FieldDecoder[columns.size()];
    for (int number = 0; number < decoders.length; number++) {
      ReadColumn column = columns.get(number);
      OutOfRange range = new OutOfRange(column.nullsOutOfRange(), number, batch::addOutOfRange);
      decoders[number] = Decoders.of(column, range, batch.column(number));
    }
    this.batch = batch;
    this.sink = sink;
  }

  /**
   * Accepts a piece of the stream.
   *
   * @throws ValueException if a value cannot be exported
   * @throws IOException if the stream is malformed, or the sink throws
   */
  public void accept(byte[] message) throws IOException {
    byte[] bytes = held.length == 0 ? message : joined(message);
    int at = begun ? 0 : afterHead(bytes);
    while (at != INCOMPLETE && at < bytes.length) {
      int next = afterRow(bytes, at);
      if (next == INCOMPLETE) {
        break;
      }
      if (!ended) {
        row(bytes, at, next - at);
      }
      at = next;
    }
    int rest = Math.max(0, at);
    held = rest == bytes.length ? NONE : Arrays.copyOfRange(bytes, rest, bytes.length);
  }

  /** Returns the number of complete rows received. */
  public long rows() {
    return flushed + batch.rows();
  }

  /** Returns the index of the current column, from 0. */
  int column() {
    return column;
  }

  /**
   * Completes the stream, and flushes the remaining rows.
   *
   * @throws IOException if the stream ended early
   */
  public void end() throws IOException {
    if (!ended || held.length > 0) {
      throw new IOException("The server's COPY broke off after " + rows() + " rows");
    }
    flush();
  }

  private byte[] joined(byte[] message) {
    byte[] all = Arrays.copyOf(held, held.length + message.length);
    System.arraycopy(message, 0, all, held.length, message.length);
    return all;
  }

  private int afterHead(byte[] bytes) throws IOException {
    int fixed = SIGNATURE.length + 2 * Integer.BYTES;
    if (bytes.length < fixed) {
      return INCOMPLETE;
    }
    if (!Arrays.equals(SIGNATURE, 0, SIGNATURE.length, bytes, 0, SIGNATURE.length)
        || (int4(bytes, SIGNATURE.length) & CRITICAL_FLAGS) != 0) {
      throw new IOException("The server's COPY is of a format that is not known here");
    }
    int more = int4(bytes, SIGNATURE.length + Integer.BYTES);
    if (more < 0 || more > bytes.length - fixed) {
      return INCOMPLETE;
    }
    begun = true;
    return fixed + more;
  }

  /**
   * Returns the end of the row that starts at an index, so that only complete rows are appended.
   */
  private int afterRow(byte[] bytes, int from) throws IOException {
    if (ended) {
      throw new IOException("The server's COPY goes on after its end");
    }
    if (bytes.length - from < Short.BYTES) {
      return INCOMPLETE;
    }
    int fields = int2(bytes, from);
    int at = from + Short.BYTES;
    if (fields == TRAILER) {
      ended = true;
      return at;
    }
    if (fields != decoders.length) {
      throw new IOException(
          "The server's COPY has " + fields + " columns in place of " + decoders.length);
    }
    for (int field = 0; field < fields; field++) {
      if (bytes.length - at < Integer.BYTES) {
        return INCOMPLETE;
      }
      int length = Math.max(0, int4(bytes, at));
      at += Integer.BYTES;
      if (length > bytes.length - at) {
        return INCOMPLETE;
      }
      at += length;
    }
    return at;
  }

  private void row(byte[] bytes, int from, int size) throws IOException {
    if (taken + size > ColumnBatch.BYTES) {
      flush(); // a large row has a batch of its own
    }
    if (size > largest) {
      largest = size;
      largestAt = from;
      largestRow = batch.rows();
      largestBytes = bytes;
    }
    int at = from + Short.BYTES;
    try {
      for (column = 0; column < decoders.length; column++) {
        int length = int4(bytes, at);
        at += Integer.BYTES;
        if (length >= 0) {
          decoders[column].append(bytes, at, length);
          at += length;
        } else {
          batch.column(column).appendNull();
        }
      }
      batch.endRow();
      taken += size;
    } catch (OutOfMemoryError e) {
      throw tooLarge(bytes, from, e);
    }
    if (taken > ColumnBatch.BYTES || batch.rows() == ROWS) {
      flush();
    }
  }

  private void flush() throws IOException {
    try {
      int rows = batch.rows();
      batch.flush(sink);
      flushed += rows;
    } catch (OutOfMemoryError e) {
      byte[] bytes = largestBytes;
      flushed += largestRow;
      batch.clear();
      throw tooLarge(bytes, largestAt, e);
    }
    taken = 0;
    largest = 0;
    largestBytes = NONE;
  }

  /**
   * Returns the exception for the longest value of a row. Memory runs out because of that value,
   * whichever column is being decoded at that moment.
   */
  private ValueException tooLarge(byte[] bytes, int from, OutOfMemoryError cause) {
    int at = from + Short.BYTES;
    int longest = 0;
    for (int field = 0; field < decoders.length; field++) {
      int length = Math.max(0, int4(bytes, at));
      if (length > longest) {
        longest = length;
        column = field;
      }
      at += Integer.BYTES + length;
    }
    return new ValueException(
        column,
        "it has "
            + longest
            + " bytes, and the task ran out of memory; give executors more of it, or leave the"
            + " column out with --columns",
        cause);
  }
}
