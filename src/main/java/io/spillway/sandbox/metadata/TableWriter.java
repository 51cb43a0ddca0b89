package io.spillway.sandbox.metadata;

import io.spillway.base.Bytes;
import io.spillway.source.lakefs.metadata.RangeInfo;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ChecksumType;
import org.rocksdb.CompressionType;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/**
 * A writer of one metadata file in lakeFS's format (block-based table of version 2, CRC32c, Snappy,
 * no filter), without the user properties, which RocksDB's Java API cannot set. The file's id is
 * the one that lakeFS would give to equal records.
 */
public final class TableWriter implements Closeable {
  public static final String RANGES = "ranges";
  public static final String METARANGES = "metaranges";

  private static final int FORMAT_VERSION = 2;
  // A table cannot be empty in RocksDB; one with only a deletion reads as empty.
  private static final byte[] NO_KEY = {0};

  private final Path file;
  private final String type;
  private final Options options;
  private final EnvOptions environment = new EnvOptions();
  private final SstFileWriter writer;
  private final MessageDigest digest = IdentityHash.digest("SHA-256");
  private Bytes first = Bytes.EMPTY;
  private byte[] last = NO_KEY;
  private long count;
  private long bytes;

  public TableWriter(Path file, String type) throws IOException {
    RocksDB.loadLibrary();
    this.file = file;
    this.type = type;
    this.options = options();
    this.writer = new SstFileWriter(environment, options);
    try {
      writer.open(file.toString());
    } catch (RocksDBException e) {
      close();
      throw new IOException("Cannot write " + file, e);
    }
  }

  private static Options options() {
    BlockBasedTableConfig table =
        new BlockBasedTableConfig()
            .setFormatVersion(FORMAT_VERSION)
            .setChecksumType(ChecksumType.kCRC32c)
            .setBlockSize(4 << 10)
            .setBlockRestartInterval(16)
            .setNoBlockCache(true);
    return new Options().setTableFormatConfig(table).setCompressionType(Compression.BEST);
  }

  public void add(byte[] key, byte[] value) throws IOException {
    try {
      writer.put(key, value);
    } catch (RocksDBException e) {
      throw new IOException("Cannot add '" + Bytes.of(key) + "' to a metadata file", e);
    }
    digest(key);
    digest(value);
    first = count == 0 ? Bytes.of(key) : first;
    last = key;
    count++;
    bytes += key.length + value.length;
  }

  private void digest(byte[] field) {
    digest.update(Integer.toString(field.length).getBytes(StandardCharsets.US_ASCII));
    digest.update(field);
    digest.update((byte) '|');
  }

  public long count() {
    return count;
  }

  /** Returns the bytes of keys and values so far. */
  public long bytes() {
    return bytes;
  }

  /**
   * Finishes the file and returns its description. For a metarange, count and keys are those of its
   * own records, not of the entries below it.
   */
  public RangeInfo finish() throws IOException {
    try {
      if (count == 0) {
        writer.delete(NO_KEY);
      }
      writer.finish();
    } catch (RocksDBException e) {
      throw new IOException("Cannot finish " + file, e);
    }
    String id = new IdentityHash(digest).add(Map.of("type", type)).sum().hex();
    return new RangeInfo(id, first, Bytes.of(last), count, Files.size(file));
  }

  @Override
  public void close() {
    writer.close();
    environment.close();
    options.close();
  }

  /** The compression: Snappy, or none if this build of RocksDB lacks it. */
  private static final class Compression {
    static final CompressionType BEST =
        works(CompressionType.SNAPPY_COMPRESSION)
            ? CompressionType.SNAPPY_COMPRESSION
            : CompressionType.NO_COMPRESSION;

    private static boolean works(CompressionType type) {
      try {
        Path probe = Files.createTempFile("spillway-sandbox", ".probe");
        try (EnvOptions environment = new EnvOptions();
            Options options = new Options().setCompressionType(type);
            SstFileWriter writer = new SstFileWriter(environment, options)) {
          writer.open(probe.toString());
          writer.put(NO_KEY, NO_KEY);
          writer.finish();
          return true;
        } finally {
          Files.delete(probe);
        }
      } catch (RocksDBException | IOException e) {
        return false;
      }
    }
  }
}
