package io.spillway.ledger;

import io.spillway.base.Location;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads of small files at a destination that others may write to. A file larger than Spillway ever
 * writes is rejected before it fills the memory.
 */
public final class BoundedRead {
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  /**
   * The maximum size of a record in bytes: twice that of 10,000 failures with keys of 1,024 bytes
   * each.
   */
  static final int RECORD_BYTES = 32 * MIB;

  /**
   * The maximum size in bytes of a file of the lease, of a ledger pointer, and of the trace of a
   * lost lease.
   */
  public static final int SMALL_BYTES = 64 * KIB;

  /** The maximum size in bytes of a file of outcomes after decompression: 192 lines of 128 KiB. */
  static final int OUTCOMES_BYTES = 24 * MIB;

  /**
   * The maximum size in bytes of one line of a list of files: many times that of a checksum for
   * each of 1,600 columns.
   */
  static final int LINE_BYTES = MIB;

  private BoundedRead() {}

  /** Exception thrown if a file has more bytes than allowed. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(long limit) {
      super("it is larger than " + text(limit) + ", more than Spillway ever writes");
    }

    private static String text(long bytes) {
      return bytes % MIB == 0 ? bytes / MIB + " MiB" : bytes / KIB + " KiB";
    }
  }

  /**
   * Reads an object to its end.
   *
   * @param limit the maximum number of bytes
   * @throws TooLargeException if the object is larger; the read stops there
   */
  static byte[] all(OpenObject open, int limit) throws IOException {
    if (open.object().size() > limit) {
      throw new TooLargeException(limit);
    }
    byte[] content = open.stream().readNBytes(limit + 1);
    if (content.length > limit) {
      throw new TooLargeException(limit);
    }
    return content;
  }

  /**
   * Reads a file of a ledger to its end; empty if the file does not exist.
   *
   * @param limit the maximum number of bytes
   * @throws UnusableLedgerException if the file is larger
   */
  static Optional<byte[]> file(ObjectStore store, Location file, int limit) throws IOException {
    try (OpenObject open = store.open(file.path(), 0)) {
      return Optional.of(all(open, limit));
    } catch (TooLargeException e) {
      throw UnusableLedgerException.unreadable(file, String.valueOf(e.getMessage()), e);
    } catch (StoreException e) {
      if (e.reason() == StoreException.Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Returns whether the object has exactly the given content; reads at most one byte more. */
  static boolean holds(OpenObject open, byte[] content) throws IOException {
    return Arrays.equals(open.stream().readNBytes(content.length + 1), content);
  }

  /**
   * Returns a view of the stream that throws {@link TooLargeException} after the given number of
   * bytes.
   */
  static InputStream limited(InputStream in, long limit) {
    return new Limited(in, limit);
  }

  private static final class Limited extends FilterInputStream {
    private final long limit;
    private long left;

    Limited(InputStream in, long limit) {
      super(in);
      this.limit = limit;
      this.left = limit;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      return read < 0 ? read : counted(1, read);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      return read < 0 ? read : counted(read, read);
    }

    private int counted(int bytes, int result) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw new TooLargeException(limit);
      }
      return result;
    }
  }
}
