package io.spillway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import io.spillway.sandbox.metadata.IdentityHash;
import io.spillway.sandbox.metadata.RecordEncoder;
import io.spillway.sandbox.metadata.TableWriter;
import io.spillway.source.lakefs.metadata.DamagedFileException;
import io.spillway.source.lakefs.metadata.MetadataFile;
import io.spillway.source.lakefs.metadata.RangeInfo;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;

/** Holds what the sandbox writes to files that a real lakeFS wrote. */
class MetadataFormatTest {
  // pkg/graveler/sstable and RocksDB, table/format.cc: a footer of 53 bytes, its first the kind of
  // checksum.
  private static final int FOOTER_BYTES = 53;
  private static final int CRC32C = 1;

  @TempDir Path folder;

  static Stream<Path> recordedFiles() throws IOException, URISyntaxException {
    Path ranges = Path.of(MetadataFormatTest.class.getResource("/lakefs/ranges/ragged").toURI());
    Path example = ranges.resolveSibling("example");
    return Stream.concat(list(ranges).limit(12), list(example));
  }

  private static Stream<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("recordedFiles")
  void shouldNameAFileAsLakeFsDoes(Path recorded) throws Exception {
    // Given
    String type = isMetaRange(recorded) ? TableWriter.METARANGES : TableWriter.RANGES;
    Path copy = folder.resolve("copy");

    // When
    String id;
    try (TableWriter writer = new TableWriter(copy, type)) {
      copyRecords(recorded, writer);
      id = writer.finish().id();
    }

    // Then
    assertThat(id).isEqualTo(recorded.getFileName().toString());
  }

  @Test
  void shouldGiveObjectsTheIdentityThatLakeFsGives() throws Exception {
    // Given
    Path range =
        recordedFiles()
            .filter(file -> file.getFileName().toString().startsWith("4554"))
            .findAny()
            .orElseThrow();

    // When, Then
    try (MetadataFile file = MetadataFile.open(range, "range");
        MetadataFile.Cursor<Entry> entries = file.entries(Bytes.EMPTY)) {
      int count = 0;
      for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
        Bytes identity =
            IdentityHash.ofObject(
                entry.size(), entry.checksum(), entry.metadata(), entry.contentType());
        assertThat(identity).as(entry.path()).isEqualTo(entry.identity());
        count++;
      }
      assertThat(count).isEqualTo(10_021);
    }
  }

  @Test
  void shouldEndRangesWhereLakeFsDoes() throws Exception {
    // Given
    long raggedness = 300; // as the recorded server was set up for this repository
    List<RangeInfo> recorded;
    Path metaRange =
        recordedFile("ragged/cd7f05e0019f308cb4f4027926a1131868f3f959d2a7fdcbe25ca5042e605590");
    try (MetadataFile file = MetadataFile.open(metaRange, "metarange")) {
      recorded = file.ranges();
    }
    try (Sandbox sandbox = Sandbox.start(Sandbox.options().ranges(Long.MAX_VALUE, raggedness))) {
      Repo repo = sandbox.createRepository("ragged");

      // When
      repo.branch("main").commit("R", RecordedRepository.entries("ragged-r").iterator());

      // Then
      assertThat(repo.ranges("main"))
          .usingRecursiveFieldByFieldElementComparatorOnFields("minKey", "maxKey", "count")
          .isEqualTo(recorded);
    }
  }

  private static Path recordedFile(String name) throws URISyntaxException {
    return Path.of(MetadataFormatTest.class.getResource("/lakefs/ranges/" + name).toURI());
  }

  @Test
  void shouldWriteATableOfTheVersionAndChecksumThatLakeFsWrites() throws IOException {
    // Given
    Path file = folder.resolve("table");
    try (TableWriter writer = new TableWriter(file, TableWriter.RANGES)) {
      Entry entry = Sandbox.syntheticEntry("a", 1);
      writer.add(entry.key().array(), RecordEncoder.entry(entry));

      // When
      writer.finish();
    }

    // Then
    byte[] bytes = Files.readAllBytes(file);
    byte[] footer = Arrays.copyOfRange(bytes, bytes.length - FOOTER_BYTES, bytes.length);
    assertThat(footer[0]).isEqualTo((byte) CRC32C);
    assertThat(footer[FOOTER_BYTES - 12]).as("version").isEqualTo((byte) 2);
  }

  @Test
  void shouldWriteEntriesThatReadBackTheSame() throws IOException {
    // Given
    Entry relative = entry("a b/%41/ünï\n", "data/x/y", true, Map.of("k", "v", "ключ", "значение"));
    Entry absolute = entry("z", "s3://bucket/with space+%25", false, Map.of());
    Path file = folder.resolve("range");

    // When
    RangeInfo info;
    try (TableWriter writer = new TableWriter(file, TableWriter.RANGES)) {
      writer.add(relative.key().array(), RecordEncoder.entry(relative));
      writer.add(absolute.key().array(), RecordEncoder.entry(absolute));
      info = writer.finish();
    }

    // Then
    try (MetadataFile read = MetadataFile.open(file, "range");
        MetadataFile.Cursor<Entry> entries = read.entries(Bytes.EMPTY)) {
      read.check(info);
      assertThat(List.of(entries.next(), entries.next())).containsExactly(relative, absolute);
      assertThat(entries.next()).isNull();
    }
  }

  private static Entry entry(
      String key, String address, boolean relative, Map<String, String> metadata) {
    Bytes identity = IdentityHash.ofObject(7, "abc", metadata, "text/plain");
    return new Entry(
        Bytes.of(key),
        address,
        relative,
        7,
        "abc",
        1_700_000_000,
        metadata,
        "text/plain",
        identity);
  }

  private static boolean isMetaRange(Path file) throws IOException {
    try (MetadataFile read = MetadataFile.open(file, "file")) {
      read.ranges();
      return true;
    } catch (DamagedFileException e) {
      return false;
    }
  }

  private static void copyRecords(Path recorded, TableWriter writer)
      throws RocksDBException, IOException {
    try (Options options = new Options();
        SstFileReader reader = new SstFileReader(options);
        ReadOptions how = new ReadOptions()) {
      reader.open(recorded.toString());
      try (SstFileReaderIterator records = reader.newIterator(how)) {
        for (records.seekToFirst(); records.isValid(); records.next()) {
          writer.add(records.key(), records.value());
        }
        records.status();
      }
    }
  }
}
