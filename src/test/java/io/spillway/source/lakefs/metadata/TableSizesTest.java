package io.spillway.source.lakefs.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Bytes;
import io.spillway.object.UnreadableFormatException;
import io.spillway.source.lakefs.api.Fixtures;
import io.spillway.source.lakefs.metadata.TableBlock.Handle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Tables whose blocks claim what they like, with checksums that are right. */
class TableSizesTest {
  private static final String NAME = "range x";
  private static final int FOOTER_BYTES = 53;

  /** Its 15 KB have a packed index. */
  private static final String SMALL_RANGE =
      "291d6183788e4d705fba9f238bb319648cce456cb7dfc600cc9037a424f64f85";

  private static Path file = Path.of("");
  private static byte[] good = new byte[0];

  @BeforeContainer
  static void open() throws IOException {
    file = Files.createTempFile("spillway-sizes", ".sst");
    good = Files.readAllBytes(Fixtures.file("ragged", SMALL_RANGE));
  }

  @AfterContainer
  static void close() throws IOException {
    Files.delete(file);
  }

  @Example
  void shouldLetAllTablesOfLakeFsPass() throws IOException {
    for (Path one :
        List.of(
            Fixtures.file("example", Fixtures.BIG_RANGE), Fixtures.file("ragged", SMALL_RANGE))) {
      try (Stream<Path> tables = Files.list(one.resolveSibling("."))) {
        assertThat(tables.toList())
            .isNotEmpty()
            .allSatisfy(
                table ->
                    assertThatCode(() -> TableSizes.check(table, NAME)).doesNotThrowAnyException());
      }
    }
  }

  /** Without Spillway's own look, RocksDB reserves that memory, and the process ends. */
  @Property(tries = 60)
  void shouldRefuseAnAbsurdSizeInTheIndex(@ForAll @LongRange(min = 100L << 20) long size)
      throws IOException {
    // Given: an index that is no longer packed, with one entry
    byte[] entry = entry(new byte[] {'k'}, handle(0, size));
    byte[] table = withIndex(entry);

    // When, Then
    assertThatThrownBy(() -> check(table))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(NAME)
        .hasMessageContaining("it claims a block of " + size + " bytes");
  }

  @Example
  void shouldRefuseABlockThatClaimsToUnpackToGigabytes() throws IOException {
    // Given: the first block's own first bytes say how large it is
    byte[] table = good.clone();
    System.arraycopy(new byte[] {-1, -1, -1, -1, 0x0f}, 0, table, 0, 5);

    // When, Then
    assertThatThrownBy(() -> check(table))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("4294967295 bytes when it is unpacked");
  }

  @Property(tries = 300)
  void shouldRefuseOrPassWhateverIndexThereIs(@ForAll @Size(max = 200) byte[] index)
      throws IOException {
    refusesOrPasses(withIndex(index));
  }

  @Property(tries = 1_000)
  void shouldRefuseOrPassWhateverByteOfTheEndIsAnother(
      @ForAll @IntRange(min = 1, max = 12_000) int fromEnd, @ForAll byte other) throws IOException {
    byte[] table = good.clone();
    table[table.length - fromEnd] = other;
    refusesOrPasses(table);
  }

  @Property(tries = 200)
  void shouldNeverReadAnotherThingWhateverByteOfTheEndIsAnother(
      @ForAll @IntRange(min = 1, max = 1_200) int fromEnd, @ForAll byte other) throws IOException {
    // Given
    byte[] table = good.clone();
    table[table.length - fromEnd] = other;
    Files.write(file, table);

    // When, Then
    try (MetadataFile opened = MetadataFile.open(file, NAME)) {
      assertThat(MetadataFileTest.entries(opened, Bytes.EMPTY)).hasSize((int) opened.count());
    } catch (DamagedFileException | UnreadableFormatException e) {
      assertThat(e).hasMessageContaining(NAME);
    }
  }

  private static void refusesOrPasses(byte[] table) throws IOException {
    try {
      check(table);
    } catch (DamagedFileException | UnreadableFormatException e) {
      assertThat(e).hasMessageContaining(NAME);
    }
  }

  private static void check(byte[] table) throws IOException {
    Files.write(file, table);
    TableSizes.check(file, NAME);
  }

  /** The same table with another index after all its blocks. */
  private static byte[] withIndex(byte[] entries) throws IOException {
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    table.write(good, 0, good.length - FOOTER_BYTES);
    int at = table.size();
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    index.write(entries);
    index.write(new byte[] {0, 0, 0, 0, 1, 0, 0, 0}); // one place, the first
    table.write(index.toByteArray());
    table.write(TableBlock.PLAIN);
    table.write(checksum(index.toByteArray()));
    ByteBuffer footer =
        ByteBuffer.wrap(Arrays.copyOfRange(good, good.length - FOOTER_BYTES, good.length));
    byte[] fixed = footer.array().clone();
    footer.position(1);
    Handle meta = TableBlock.handle(footer);
    byte[] handles = new byte[40];
    byte[] both = concat(handle(meta.offset(), meta.size()), handle(at, index.size()));
    System.arraycopy(both, 0, handles, 0, both.length);
    System.arraycopy(handles, 0, fixed, 1, handles.length);
    table.write(fixed);
    return table.toByteArray();
  }

  private static byte[] checksum(byte[] block) {
    CRC32C crc = new CRC32C();
    crc.update(block);
    crc.update(TableBlock.PLAIN);
    int value = (int) crc.getValue();
    int masked = ((value >>> 15) | (value << 17)) + 0xa282ead8;
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(masked).array();
  }

  private static byte[] entry(byte[] key, byte[] value) {
    byte[] lengths = concat(concat(varint(0), varint(key.length)), varint(value.length));
    return concat(concat(lengths, key), value);
  }

  private static byte[] handle(long offset, long size) {
    return concat(varint(offset), varint(size));
  }

  private static byte[] varint(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) (left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out.write((int) left);
    return out.toByteArray();
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
