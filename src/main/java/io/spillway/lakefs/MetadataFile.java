package io.spillway.lakefs;

import io.spillway.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;

/**
 * A metarange or range file of lakeFS on the local disk: a sorted string table in RocksDB's format (lakeFS writes it with Pebble),
 * read with RocksDB's own reader. Opening it verifies every block's checksum once. Cursors of one file may run in several threads.
 */
public final class MetadataFile implements Closeable {
  private static final int MAGIC_BYTES = Long.BYTES;
  // RocksDB, table/block_based/block_based_table_builder.cc; Pebble, sstable/table.go
  private static final long ROCKSDB_MAGIC = 0x88e241b785f4cff7L;
  private static final long PEBBLE_MAGIC = 0xf09faab3f09faab3L;
  private static final int READAHEAD_BYTES = 2 << 20;

  private final String name;
  private final Options options;
  private final SstFileReader reader;

  private MetadataFile(String name, Options options, SstFileReader reader) {
    this.name = name;
    this.options = options;
    this.reader = reader;
  }

  /**
   * Opens and checks a file.
   *
   * @param name what errors call it, say {@code range 4554dff0…}
   * @throws UnreadableFormatException when it is written in a newer format, or RocksDB cannot be loaded here
   * @throws DamagedFileException when it is damaged or no table at all
   */
  public static MetadataFile open(Path file, String name) throws IOException {
    checkMagic(file, name);
    loadRocksDb();
    Options options = new Options();
    SstFileReader reader = new SstFileReader(options);
    try {
      reader.open(file.toString());
      reader.verifyChecksum();
      return new MetadataFile(name, options, reader);
    } catch (RocksDBException e) {
      reader.close();
      options.close();
      throw explain(name, e);
    }
  }

  private static void checkMagic(Path file, String name) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      if (in.length() < MAGIC_BYTES) {
        throw new DamagedFileException(name, "it has only " + in.length() + " bytes");
      }
      byte[] end = new byte[MAGIC_BYTES];
      in.seek(in.length() - MAGIC_BYTES);
      in.readFully(end);
      ByteBuffer magic = ByteBuffer.wrap(end);
      if (magic.getLong(0) == PEBBLE_MAGIC) {
        throw new UnreadableFormatException(name + " is in Pebble's own table format");
      }
      if (magic.order(ByteOrder.LITTLE_ENDIAN).getLong(0) != ROCKSDB_MAGIC) {
        throw new DamagedFileException(name, "it does not end as a table does");
      }
    }
  }

  private static void loadRocksDb() throws UnreadableFormatException {
    try {
      RocksDB.loadLibrary();
    } catch (LinkageError | RuntimeException e) {
      throw new UnreadableFormatException("RocksDB's native library cannot be loaded (" + e.getMessage() + ")", e);
    }
  }

  private static IOException explain(String name, RocksDBException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("Unknown Footer version") || message.contains("not supported")
        ? new UnreadableFormatException(name + " is in a format that RocksDB cannot read: " + message)
        : new DamagedFileException(name, message);
  }

  /** All ranges of a metarange, in the order of their keys. */
  public List<RangeInfo> ranges() throws IOException {
    List<RangeInfo> ranges = new ArrayList<>();
    try (Cursor<RangeInfo> cursor = new Cursor<>(Records::range, Bytes.EMPTY)) {
      for (RangeInfo range = cursor.next(); range != null; range = cursor.next()) {
        ranges.add(range);
      }
    }
    return ranges;
  }

  /** The entries of a range whose keys come after the given one. */
  public Cursor<Entry> entries(Bytes after) {
    return new Cursor<>(Records::entry, after);
  }

  @Override
  public void close() {
    reader.close();
    options.close();
  }

  private interface Decoder<T> {
    T decode(byte[] key, byte[] value) throws IOException;
  }

  /** Walks over the records of a file in the order of their keys. Not for several threads. */
  public final class Cursor<T> implements Closeable {
    private final Decoder<T> decoder;
    private final ReadOptions readOptions;
    private final SstFileReaderIterator iterator;
    private byte[] last;

    private Cursor(Decoder<T> decoder, Bytes after) {
      this.decoder = decoder;
      this.last = after.array();
      this.readOptions = new ReadOptions().setReadaheadSize(READAHEAD_BYTES).setFillCache(false).setVerifyChecksums(true);
      this.iterator = reader.newIterator(readOptions);
      if (after.length() == 0) {
        iterator.seekToFirst();
      } else {
        iterator.seek(last);
        if (iterator.isValid() && Arrays.equals(iterator.key(), last)) {
          iterator.next();
        }
      }
    }

    /**
     * The next record, or null after the last.
     *
     * @throws DamagedFileException when the file is damaged here: RocksDB ends an iteration at a damaged block without a word, so the
     *     end is believed only after asking for its status
     */
    public @Nullable T next() throws IOException {
      if (!iterator.isValid()) {
        checkStatus();
        return null;
      }
      byte[] key = iterator.key();
      if (Arrays.compareUnsigned(last, key) >= 0) {
        throw new DamagedFileException(name, "its keys are out of order at '" + Bytes.of(key) + "'");
      }
      T record = decode(key, iterator.value());
      last = key;
      iterator.next();
      return record;
    }

    private T decode(byte[] key, byte[] value) throws IOException {
      try {
        return decoder.decode(key, value);
      } catch (IOException | IllegalArgumentException e) {
        throw new DamagedFileException(name, "at key '" + Bytes.of(key) + "': " + e.getMessage(), e);
      }
    }

    private void checkStatus() throws IOException {
      try {
        iterator.status();
      } catch (RocksDBException e) {
        throw new DamagedFileException(name, String.valueOf(e.getMessage()), e);
      }
    }

    @Override
    public void close() {
      iterator.close();
      readOptions.close();
    }
  }
}
