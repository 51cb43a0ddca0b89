package io.spillway.source.lakefs.metadata;

import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import io.spillway.object.UnreadableFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;
import org.rocksdb.TableProperties;

/**
 * A metarange or range file of lakeFS on the local disk. It is a sorted string table in RocksDB's
 * format, which lakeFS writes with Pebble and RocksDB's own reader reads. Opening a file verifies
 * the checksum of every block once. After that the file may be deleted while it is open.
 *
 * <p>Cursors of one file may run in several threads. Native memory is freed when the file and its
 * last cursor are closed, in whichever order, so a late call never reaches freed memory.
 */
public final class MetadataFile implements Closeable {
  // User properties that lakeFS writes (pkg/graveler/committed/consts.go); other writers may omit
  // them.
  private static final String TYPE_PROPERTY = "type";
  private static final String RANGES = "ranges";
  private static final String META_RANGES = "metaranges";

  private final String name;
  private final Options options;
  private final SstFileReader reader;
  private final TableProperties properties;
  private int openCursors;
  private boolean closed;

  private MetadataFile(
      String name, Options options, SstFileReader reader, TableProperties properties) {
    this.name = name;
    this.options = options;
    this.reader = reader;
    this.properties = properties;
  }

  /** Loads RocksDB, if it can be loaded here, so that the first file opens faster. */
  public static void warmUp() {
    var unused = NativeRocksDb.isLoaded();
  }

  /**
   * Opens and checks a file.
   *
   * @param name the name of the file in error messages, for example {@code range 4554dff0…}
   * @throws UnreadableFormatException if the file has a newer format, or RocksDB cannot be loaded
   *     here
   * @throws DamagedFileException if the file is damaged, or is not a table
   */
  public static MetadataFile open(Path file, String name) throws IOException {
    TableFormat.check(file, name);
    TableSizes.check(file, name);
    NativeRocksDb.require();
    Options options = new Options();
    SstFileReader reader = new SstFileReader(options);
    boolean good = false;
    try {
      reader.open(file.toString());
      reader.verifyChecksum();
      MetadataFile opened = new MetadataFile(name, options, reader, reader.getTableProperties());
      good = true;
      return opened;
    } catch (RocksDBException e) {
      throw TableFormat.refusal(file, name, e);
    } finally {
      if (!good) {
        reader.close();
        options.close();
      }
    }
  }

  /** Returns the number of records according to the file's properties. */
  public long count() {
    return properties.getNumEntries();
  }

  /**
   * Returns all ranges of a metarange, in key order.
   *
   * @throws DamagedFileException if the file is damaged or is not a metarange, or if its ranges
   *     overlap
   */
  public List<RangeInfo> ranges() throws IOException {
    requireType(META_RANGES);
    List<RangeInfo> ranges = new ArrayList<>();
    Bytes last = Bytes.EMPTY;
    try (Cursor<RangeInfo> cursor = new Cursor<>(Records::range, Bytes.EMPTY)) {
      for (RangeInfo range = cursor.next(); range != null; range = cursor.next()) {
        if (range.minKey().compareTo(last) <= 0) {
          throw new DamagedFileException(name, "its ranges overlap at '" + range.minKey() + "'");
        }
        last = range.maxKey();
        ranges.add(range);
      }
    }
    return ranges;
  }

  /**
   * Returns a cursor over the entries of a range after the given key, or over all for {@link
   * Bytes#EMPTY}.
   *
   * @throws DamagedFileException if the file is not a range, according to its properties
   */
  public Cursor<Entry> entries(Bytes after) throws IOException {
    requireType(RANGES);
    return new Cursor<>(Records::entry, after);
  }

  /**
   * Verifies that this is the range which its metarange promised: the number of entries, the first
   * key and the last key are equal. Costs two seeks. Together with the checksums verified on
   * opening, it guarantees that a cursor does not end early.
   *
   * @throws DamagedFileException if it is another range
   */
  public void check(RangeInfo promised) throws IOException {
    require("entries", promised.count(), count());
    try (Cursor<Bytes> cursor = new Cursor<>((key, value) -> Bytes.of(key), Bytes.EMPTY)) {
      require("first key", promised.minKey(), cursor.next());
      require("last key", promised.maxKey(), cursor.last());
    }
  }

  private void require(String what, Object promised, @Nullable Object found) throws IOException {
    if (!promised.equals(found)) {
      throw new DamagedFileException(
          name, "its metarange promises " + what + " '" + promised + "', it has '" + found + "'");
    }
  }

  private void requireType(String wanted) throws IOException {
    Map<String, String> written = properties.getUserCollectedProperties();
    String type = written.getOrDefault(TYPE_PROPERTY, wanted);
    if (!type.equals(wanted)) {
      throw new DamagedFileException(name, "it holds " + type + ", not " + wanted);
    }
  }

  /** Closes the file for new cursors; open cursors remain usable until they are closed. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      freeWhenUnused();
    }
  }

  private synchronized SstFileReaderIterator iterate(ReadOptions how) {
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
    openCursors++;
    return reader.newIterator(how);
  }

  private synchronized void cursorClosed() {
    openCursors--;
    freeWhenUnused();
  }

  private void freeWhenUnused() {
    if (closed && openCursors == 0) {
      reader.close();
      options.close();
    }
  }

  private interface Decoder<T> {
    T decode(byte[] key, byte[] value) throws IOException;
  }

  /**
   * A cursor over the records of a file in key order. One thread uses it; any thread may close it.
   */
  public final class Cursor<T> implements Closeable {
    private final Decoder<T> decoder;
    private final ReadOptions readOptions;
    private final SstFileReaderIterator iterator;
    private byte[] last;
    private boolean ended;

    private Cursor(Decoder<T> decoder, Bytes after) {
      this.decoder = decoder;
      this.last = after.array();
      // Blocks are read once and in order, so they are not cached.
      this.readOptions = new ReadOptions().setFillCache(false).setVerifyChecksums(true);
      this.iterator = iterate(readOptions);
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
     * Returns the next record, or null after the last.
     *
     * @throws DamagedFileException if the file is damaged at this position. RocksDB silently ends
     *     an iteration at a damaged block, so the end is trusted only after its status is checked
     */
    public synchronized @Nullable T next() throws IOException {
      if (ended) {
        throw new IllegalStateException("The cursor over " + name + " is closed");
      }
      if (!iterator.isValid()) {
        checkStatus();
        return null;
      }
      byte[] key = iterator.key();
      if (Arrays.compareUnsigned(last, key) >= 0) {
        throw new DamagedFileException(name, "its keys are out of order at '" + text(key) + "'");
      }
      T record = decode(key, iterator.value());
      last = key;
      iterator.next();
      return record;
    }

    private synchronized @Nullable T last() throws IOException {
      iterator.seekToLast();
      last = new byte[0];
      return next();
    }

    private T decode(byte[] key, byte[] value) throws IOException {
      try {
        return decoder.decode(key, value);
      } catch (IOException | RuntimeException e) {
        throw new DamagedFileException(name, "at key '" + text(key) + "': " + e.getMessage(), e);
      }
    }

    private void checkStatus() throws IOException {
      try {
        iterator.status();
      } catch (RocksDBException e) {
        throw new DamagedFileException(name, String.valueOf(e.getMessage()), e);
      }
    }

    private String text(byte[] key) {
      return new String(key, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void close() {
      if (!ended) {
        ended = true;
        iterator.close();
        readOptions.close();
        cursorClosed();
      }
    }
  }
}
