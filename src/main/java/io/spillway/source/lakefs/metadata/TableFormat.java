package io.spillway.source.lakefs.metadata;

import io.spillway.object.UnreadableFormatException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.rocksdb.RocksDBException;

/**
 * A check of a file's table format by its last bytes, before RocksDB reads it.
 *
 * <p>Source: RocksDB, {@code table/block_based/block_based_table_builder.cc}; Pebble, {@code
 * sstable/table.go}.
 */
final class TableFormat {
  private static final int MAGIC_BYTES = Long.BYTES;
  private static final long ROCKSDB_MAGIC = 0x88e241b785f4cff7L;
  private static final Pattern NEWER =
      Pattern.compile("format_version|Footer version|not supported", Pattern.CASE_INSENSITIVE);
  private static final long PEBBLE_MAGIC = 0xf09faab3f09faab3L;

  private TableFormat() {}

  /**
   * Requires that a file ends like a table of RocksDB.
   *
   * @throws UnreadableFormatException if it is in Pebble's own format
   * @throws DamagedFileException if it is not a table
   */
  static void check(Path file, String name) throws IOException {
    ByteBuffer magic = ByteBuffer.wrap(end(file, name));
    if (magic.getLong(0) == PEBBLE_MAGIC) {
      throw new UnreadableFormatException(
          name + " is in Pebble's own table format, which RocksDB cannot read");
    }
    if (magic.order(ByteOrder.LITTLE_ENDIAN).getLong(0) != ROCKSDB_MAGIC) {
      throw new DamagedFileException(name, "it does not end as a table does");
    }
  }

  private static byte[] end(Path file, String name) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      if (in.length() < MAGIC_BYTES) {
        throw new DamagedFileException(name, "it has only " + in.length() + " bytes");
      }
      byte[] end = new byte[MAGIC_BYTES];
      in.seek(in.length() - MAGIC_BYTES);
      in.readFully(end);
      return end;
    }
  }

  /**
   * Returns the exception for a file that ends like a table of RocksDB, but that RocksDB does not
   * open.
   */
  static IOException refusal(Path file, String name, RocksDBException e) {
    // The path of the local copy would only mislead, because the copy is deleted by the time the
    // message is read.
    String message =
        String.valueOf(e.getMessage()).replace(" in " + file, "").replace(file + ": ", "");
    return NEWER.matcher(message).find()
        ? new UnreadableFormatException(
            name + " is in a format that RocksDB cannot read: " + message, e)
        : new DamagedFileException(name, message, e);
  }
}
