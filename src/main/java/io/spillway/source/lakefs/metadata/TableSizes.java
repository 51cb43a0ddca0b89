package io.spillway.source.lakefs.metadata;

import io.spillway.object.UnreadableFormatException;
import io.spillway.source.lakefs.metadata.TableBlock.Handle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyError;

/**
 * A check of the block sizes that a table claims, before RocksDB reads it. RocksDB allocates the
 * memory that these sizes request, and an absurd size would end the process. Others may write to
 * the storage that tables come from, checksums included.
 *
 * <p>Source: RocksDB, {@code table/format.cc}, {@code
 * table/block_based/block_based_table_reader.cc}.
 */
final class TableSizes {
  private static final int FOOTER_BYTES = 53;
  private static final int VERSION_AT = 41;
  private static final int NEWEST_VERSION = 5;

  /** The maximum number of bytes of an uncompressed block; lakeFS's blocks have a few thousand. */
  private static final int MOST_BLOCK_BYTES = 64 << 20;

  private static final int WINDOW_BYTES = 256 << 10;
  private static final int PREFIX_BYTES = 5;

  private static final String PROPERTIES = "rocksdb.properties";
  private static final String INDEX_TYPE = "rocksdb.block.based.table.index.type";
  private static final String DELTAS = "rocksdb.index.value.is.delta.encoded";
  private static final int TWO_LEVELS = 2;
  private static final int WITH_FIRST_KEY = 3;

  private final String name;
  private final FileChannel file;
  private final long blocksEnd;
  private ByteBuffer window = ByteBuffer.allocate(0);
  private long windowStart;

  private TableSizes(String name, FileChannel file) throws IOException {
    this.name = name;
    this.file = file;
    this.blocksEnd = file.size() - FOOTER_BYTES;
  }

  /**
   * Requires that the blocks of a table lie within it and have plausible sizes.
   *
   * @throws DamagedFileException if a block does not
   * @throws UnreadableFormatException if the index is written in a way that cannot be checked
   */
  static void check(Path file, String name) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      TableSizes sizes = new TableSizes(name, channel);
      if (sizes.blocksEnd < 0) {
        throw new DamagedFileException(name, "it has only " + channel.size() + " bytes");
      }
      sizes.check();
    } catch (TableBlock.MalformedException e) {
      throw new DamagedFileException(name, String.valueOf(e.getMessage()), e);
    }
  }

  private void check() throws IOException {
    ByteBuffer footer = ByteBuffer.wrap(bytes(blocksEnd, FOOTER_BYTES));
    int version = footer.order(ByteOrder.LITTLE_ENDIAN).getInt(VERSION_AT);
    if (version > NEWEST_VERSION) {
      return; // RocksDB rejects it by its version alone
    }
    if (version < 1) {
      throw new DamagedFileException(name, "its version is " + version);
    }
    footer.position(1).limit(VERSION_AT);
    Handle metaIndex = TableBlock.handle(footer);
    Handle index = TableBlock.handle(footer);
    Map<String, byte[]> meta = TableBlock.entries(block(metaIndex));
    for (byte[] value : meta.values()) {
      require(TableBlock.handle(ByteBuffer.wrap(value)));
    }
    byte[] place = meta.get(PROPERTIES);
    if (place == null) {
      throw new DamagedFileException(name, "it has no properties");
    }
    Map<String, byte[]> properties =
        TableBlock.entries(block(TableBlock.handle(ByteBuffer.wrap(place))));
    checkIndex(index, number(properties, INDEX_TYPE), number(properties, DELTAS) != 0);
  }

  /** Returns a little-endian number of up to four bytes; some properties are written with fewer. */
  private static int number(Map<String, byte[]> properties, String property) {
    byte[] value = properties.getOrDefault(property, new byte[0]);
    int number = 0;
    for (int i = 0; i < Math.min(Integer.BYTES, value.length); i++) {
      number |= (value[i] & 0xff) << (i * Byte.SIZE);
    }
    return number;
  }

  private void checkIndex(Handle index, int type, boolean deltas) throws IOException {
    if (type < 0 || type >= WITH_FIRST_KEY) {
      throw new UnreadableFormatException(name + " has an index of the unknown type " + type);
    }
    List<Handle> handles = TableBlock.handles(block(index), deltas);
    for (Handle handle : handles) {
      if (type == TWO_LEVELS) {
        for (Handle data : TableBlock.handles(block(handle), deltas)) {
          requireUnpackable(data);
        }
      } else {
        requireUnpackable(handle);
      }
    }
  }

  private void require(Handle handle) throws IOException {
    long room = blocksEnd - TableBlock.TRAILER_BYTES;
    boolean inside =
        handle.offset() >= 0
            && handle.size() >= 0
            && handle.size() <= room
            && handle.offset() <= room - handle.size();
    if (!inside || handle.size() > MOST_BLOCK_BYTES) {
      throw new DamagedFileException(
          name,
          "it claims a block of "
              + Long.toUnsignedString(handle.size())
              + " bytes at "
              + Long.toUnsignedString(handle.offset())
              + " of "
              + file.size());
    }
  }

  /** Requires a plausible uncompressed size. Every compression type begins with that size. */
  private void requireUnpackable(Handle handle) throws IOException {
    require(handle);
    if (handle.size() == 0 || isPlain(handle)) {
      return;
    }
    byte[] prefix = bytes(handle.offset(), (int) Math.min(PREFIX_BYTES, handle.size()));
    TableBlock.requireSize(ByteBuffer.wrap(prefix), MOST_BLOCK_BYTES);
  }

  private boolean isPlain(Handle handle) throws IOException {
    return bytes(handle.offset() + handle.size(), 1)[0] == TableBlock.PLAIN;
  }

  private byte[] block(Handle handle) throws IOException {
    require(handle);
    byte[] block = bytes(handle.offset(), (int) handle.size());
    byte packing = bytes(handle.offset() + handle.size(), 1)[0];
    if (packing != TableBlock.PLAIN && packing != TableBlock.SNAPPY) {
      throw new UnreadableFormatException(
          name + " has an index that is packed in the unknown way " + packing);
    }
    return packing == TableBlock.PLAIN ? block : unpacked(block);
  }

  private static byte[] unpacked(byte[] block) throws IOException {
    TableBlock.requireSize(ByteBuffer.wrap(block), MOST_BLOCK_BYTES);
    try {
      return Snappy.uncompress(block);
    } catch (IOException | SnappyError e) {
      throw new TableBlock.MalformedException("a block of its index cannot be unpacked");
    }
  }

  /**
   * Returns bytes of the file through a sliding window, because blocks mostly follow each other.
   */
  private byte[] bytes(long from, int count) throws IOException {
    byte[] bytes = new byte[count];
    if (from < windowStart || from + count > windowStart + window.limit()) {
      slide(from, Math.max(count, WINDOW_BYTES));
    }
    if (from + count > windowStart + window.limit()) {
      throw new DamagedFileException(name, "it ends before byte " + (from + count));
    }
    window.get((int) (from - windowStart), bytes);
    return bytes;
  }

  private void slide(long from, int count) throws IOException {
    ByteBuffer next = window.capacity() < count ? ByteBuffer.allocate(count) : window.clear();
    long at = from;
    while (next.hasRemaining()) {
      int read = file.read(next, at);
      if (read < 0) {
        break;
      }
      at += read;
    }
    window = next.flip();
    windowStart = from;
  }
}
