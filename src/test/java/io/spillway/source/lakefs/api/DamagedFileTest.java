package io.spillway.source.lakefs.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import io.spillway.object.UnreadableFormatException;
import io.spillway.source.lakefs.metadata.DamagedFileException;
import io.spillway.source.lakefs.metadata.MetadataFile;
import io.spillway.source.lakefs.metadata.MetadataFileTest;
import io.spillway.source.lakefs.metadata.NativeRocksDb;
import io.spillway.source.lakefs.metadata.RangeInfo;
import io.spillway.source.lakefs.metadata.RecordsTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

class DamagedFileTest {
  private static final String NAME = "range " + Fixtures.BIG_RANGE;
  private static final long SEED = 20_261_121L;

  @TempDir Path folder;

  @Test
  void shouldNeverReadAnotherThingFromAFileWithAFlippedBit() throws IOException {
    byte[] good = Files.readAllBytes(Fixtures.file("example", Fixtures.BIG_RANGE));
    List<Entry> all = read(good);
    Random random = new Random(SEED);
    for (int i = 0; i < 60; i++) {
      // Given
      int bit = i < 30 ? random.nextInt(good.length * 8) : (good.length - 1) * 8 - i * 14;

      // When, Then
      assertRefusedOrEqual(flip(good, bit), all, bit);
    }
  }

  @Test
  void shouldNeverReadAnotherThingFromASmallFileWhateverBitIsFlipped() throws IOException {
    // Given: 11 entries in 2,133 bytes, so every kind of block is hit
    byte[] good = Files.readAllBytes(Fixtures.file("example", ranges(Fixtures.N).get(0).id()));
    List<Entry> all = read(good);
    for (int bit = 0; bit < good.length * 8; bit += 5) {
      // When, Then
      assertRefusedOrEqual(flip(good, bit), all, bit);
    }
  }

  private void assertRefusedOrEqual(byte[] damaged, List<Entry> all, int bit) throws IOException {
    try {
      assertThat(read(damaged)).as("bit %d", bit).isEqualTo(all);
    } catch (DamagedFileException | UnreadableFormatException e) {
      assertThat(e).as("bit %d", bit).hasMessageContaining(NAME);
    }
  }

  @Test
  void shouldRefuseADamagedBlock() throws IOException {
    // Given
    byte[] good = Files.readAllBytes(Fixtures.file("example", Fixtures.BIG_RANGE));

    // When
    Throwable refusal = catchThrowable(() -> read(flip(good, 8 * 100_000)));

    // Then
    assertThat(refusal)
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(NAME)
        .hasMessageContaining("checksum");
  }

  @Test
  void shouldNotTakeDamageForTheEndWhenAFileIsDamagedWhileItIsRead() throws IOException {
    // Given: all is well when it is opened
    byte[] good = Files.readAllBytes(Fixtures.file("example", Fixtures.BIG_RANGE));
    Path file = Files.write(folder.resolve("file"), good);
    try (MetadataFile opened = MetadataFile.open(file, NAME)) {
      // When
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(new byte[100]), 600_000);
      }

      // Then
      assertThatThrownBy(() -> MetadataFileTest.entries(opened, Bytes.EMPTY))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining(NAME);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 53, 5_000, 500_000, 1_016_964})
  void shouldRefuseATruncatedFile(int length) throws IOException {
    byte[] good = Files.readAllBytes(Fixtures.file("example", Fixtures.BIG_RANGE));
    assertThatThrownBy(() -> read(Arrays.copyOf(good, length)))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageStartingWith("Cannot trust " + NAME);
  }

  @Test
  void shouldRefuseOtherFiles() {
    byte[] html = "<html><body>Sign in</body></html>".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> read(html)).isInstanceOf(DamagedFileException.class);
  }

  @Test
  void shouldTellAFileInPebblesOwnFormat() {
    ByteBuffer pebble = ByteBuffer.allocate(4_096).putLong(4_088, 0xf09faab3f09faab3L);
    assertThatThrownBy(() -> read(pebble.array()))
        .isInstanceOf(UnreadableFormatException.class)
        .hasMessageContaining(NAME)
        .hasMessageContaining("Pebble");
  }

  @Test
  void shouldTellATableOfANewerFormat() throws IOException {
    // Given: the footer's version, which is 2, stands right before the magic number
    byte[] file = Files.readAllBytes(Fixtures.file("example", Fixtures.BIG_RANGE));
    file[file.length - 12] = 99;

    // Then
    assertThatThrownBy(() -> read(file)).isInstanceOf(UnreadableFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "not a record of lakeFS", "\u0002a\u0002b", "\u0000\u0000"})
  void shouldRefuseATableOfAnotherProgram(String value) throws Exception {
    // Given
    Path file = table("some/key", value.getBytes(StandardCharsets.UTF_8));

    // Then
    try (MetadataFile table = MetadataFile.open(file, NAME)) {
      assertThatThrownBy(() -> MetadataFileTest.entries(table, Bytes.EMPTY))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("some/key");
      assertThatThrownBy(table::ranges).isInstanceOf(DamagedFileException.class);
    }
  }

  @Test
  void shouldRefuseOverlappingRanges() throws Exception {
    // Given: the second begins before the first ends
    byte[] first = RecordsTest.range("a".repeat(64), "a", "f", 1);
    byte[] second = RecordsTest.range("b".repeat(64), "c", "x", 1);
    Path file = table("f", first, "x", second);

    // Then
    try (MetadataFile table = MetadataFile.open(file, NAME)) {
      assertThatThrownBy(table::ranges)
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("overlap at 'c'");
    }
  }

  @Test
  void shouldSayThatAFileIsNotThere() {
    assertThatThrownBy(() -> MetadataFile.open(folder.resolve("nope"), NAME))
        .isInstanceOf(IOException.class);
  }

  @Test
  void shouldSayWhyRocksDbCannotBeLoaded() {
    // Given
    UnsatisfiedLinkError noexec = new UnsatisfiedLinkError("failed to map segment");
    Throwable failure =
        NativeRocksDb.failureOf(
            () -> {
              throw noexec;
            });

    // Then
    assertThat(NativeRocksDb.failureOf(() -> {})).isNull();
    assertThatThrownBy(() -> NativeRocksDb.check(failure))
        .isInstanceOf(UnreadableFormatException.class)
        .hasMessageContaining("cannot be loaded here (failed to map segment)")
        .hasCause(noexec);
  }

  private List<Entry> read(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("file"), bytes);
    try (MetadataFile opened = MetadataFile.open(file, NAME)) {
      return MetadataFileTest.entries(opened, Bytes.EMPTY);
    }
  }

  private static List<RangeInfo> ranges(Fixtures.Recorded commit) throws IOException {
    try (MetadataFile metaRange = commit.metaRange()) {
      return metaRange.ranges();
    }
  }

  private static byte[] flip(byte[] good, int bit) {
    byte[] flipped = good.clone();
    flipped[bit / 8] ^= (byte) (1 << bit % 8);
    return flipped;
  }

  /** A table with keys and values in turn. */
  private Path table(Object... pairs) throws RocksDBException {
    Path file = folder.resolve("table");
    try (Options options = new Options();
        EnvOptions environment = new EnvOptions();
        SstFileWriter writer = new SstFileWriter(environment, options)) {
      writer.open(file.toString());
      for (int i = 0; i < pairs.length; i += 2) {
        writer.put(pairs[i].toString().getBytes(StandardCharsets.UTF_8), (byte[]) pairs[i + 1]);
      }
      writer.finish();
    }
    return file;
  }
}
