package io.spillway.rows.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.rows.Column;
import io.spillway.rows.ColumnType;
import io.spillway.rows.ColumnType.Decimal;
import io.spillway.rows.ColumnType.FloatVector;
import io.spillway.rows.ColumnType.ListOf;
import io.spillway.rows.ColumnType.MapOf;
import io.spillway.rows.ColumnType.Plain;
import io.spillway.rows.ColumnType.StructOf;
import io.spillway.rows.ColumnType.StructOf.Field;
import io.spillway.rows.Table;
import io.spillway.rows.parquet.RowFileReader.ColumnFact;
import io.spillway.store.Attributes;
import io.spillway.store.memory.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowFileTest {
  private static final Table NUMBERS =
      table(Plain.INT64, Plain.STRING, new ListOf(Plain.INT32), Plain.DOUBLE);

  private final MemoryStore store = new MemoryStore("rows");

  /** Puts the rows of a table. */
  private interface Rows {
    void put(PutRows file) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadBackWhatWasWritten(Compression compression) throws IOException {
    // When
    RowsWritten written = write(NUMBERS, compression, RowGroups.BYTES, file -> put(file, 0, 5_000));

    // Then
    assertThat(written.rows()).isEqualTo(5_000);
    assertThat(readBack(written)).isEqualTo(written);
  }

  @Test
  void shouldReadBackManyRowGroups() throws IOException {
    // When
    RowsWritten small = write(NUMBERS, Compression.ZSTD, 20_000, file -> put(file, 0, 5_000));
    RowsWritten readBack = readBack(small);
    RowsWritten one =
        write(NUMBERS, Compression.ZSTD, RowGroups.BYTES, file -> put(file, 0, 5_000));

    // Then
    assertThat(readBack).isEqualTo(small);
    assertThat(small.sums()).isEqualTo(one.sums());
    assertThat(small.bytes()).isGreaterThan(one.bytes() + 1_000);
  }

  @Test
  void shouldAddUpInAnyOrderAndOverFiles() throws IOException {
    // When
    List<Long> all =
        write(NUMBERS, Compression.ZSTD, RowGroups.BYTES, file -> put(file, 0, 300)).sums();
    List<Long> turned =
        write(
                NUMBERS,
                Compression.ZSTD,
                RowGroups.BYTES,
                file -> {
                  put(file, 200, 300);
                  put(file, 0, 200);
                })
            .sums();
    List<Long> first =
        write(NUMBERS, Compression.ZSTD, RowGroups.BYTES, file -> put(file, 0, 120)).sums();
    List<Long> second =
        write(NUMBERS, Compression.ZSTD, RowGroups.BYTES, file -> put(file, 120, 300)).sums();

    // Then
    assertThat(turned).isEqualTo(all);
    assertThat(IntStream.range(0, 4).mapToObj(at -> first.get(at) + second.get(at)).toList())
        .isEqualTo(all);
  }

  @Test
  void shouldTellNullsEmptyTextsAndEmptyListsApart() throws IOException {
    // Given
    Table table = table(Plain.STRING, new ListOf(Plain.STRING));

    // When
    RowsWritten empty =
        write(
            table,
            Compression.ZSTD,
            RowGroups.BYTES,
            file -> {
              file.putBytes(0, new byte[0], 0, 0);
              file.startList();
              file.endList(1);
              file.endRow();
            });
    RowsWritten readBack = readBack(empty);
    RowsWritten absent =
        write(
            table,
            Compression.ZSTD,
            RowGroups.BYTES,
            file -> {
              file.endRow();
            });
    RowsWritten holding =
        write(
            table,
            Compression.ZSTD,
            RowGroups.BYTES,
            file -> {
              file.startList();
              file.putNull(1);
              file.endList(1);
              file.endRow();
            });

    // Then
    assertThat(readBack).isEqualTo(empty);
    assertThat(readBack(holding)).isEqualTo(holding);
    assertThat(empty.sums().get(0)).isNotEqualTo(absent.sums().get(0));
    assertThat(List.of(empty.sums().get(1), absent.sums().get(1), holding.sums().get(1)))
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldWriteValuesThatAreLargerThanAPage() throws IOException {
    // Given
    byte[] large = new byte[5 * 1024 * 1024];
    new Random(3).nextBytes(large);

    // When
    RowsWritten written =
        write(
            table(Plain.BYTES),
            Compression.SNAPPY,
            2 * 1024 * 1024,
            file -> {
              for (int row = 0; row < 4; row++) {
                file.putBytes(0, large, row, large.length - row);
                file.endRow();
              }
            });

    // Then
    assertThat(readBack(written)).isEqualTo(written);
  }

  @Test
  void shouldSayWhatTypesColumnsHave() throws IOException {
    // Given
    Table table =
        table(
            Plain.INT16,
            Plain.BYTES,
            Plain.JSON,
            Plain.ENUM,
            Plain.UUID,
            Plain.DATE,
            Plain.TIME,
            Plain.TIMESTAMP,
            Plain.TIMESTAMP_UTC,
            new Decimal(9, 2),
            new Decimal(18, 0),
            new Decimal(38, 38),
            new ListOf(new Decimal(20, 1)),
            new ListOf(new ListOf(Plain.INT32)),
            new FloatVector(3),
            new MapOf(Plain.STRING, new ListOf(Plain.INT64)),
            new StructOf(
                List.of(
                    new Field("a", Plain.INT32),
                    new Field(
                        "b", new StructOf(List.of(new Field("c", new ListOf(Plain.JSON))))))));

    // When
    RowsWritten written = write(table, Compression.GZIP, RowGroups.BYTES, file -> {});

    // Then
    RowFileReader.Facts facts = RowFileReader.facts(store, "file", written.bytes());
    assertThat(facts.rows()).isZero();
    assertThat(facts.columns().stream().map(ColumnFact::type))
        .containsExactly(
            "int32 (INTEGER(16,true))",
            "binary",
            "binary (JSON)",
            "binary (ENUM)",
            "fixed_len_byte_array(16) (UUID)",
            "int32 (DATE)",
            "int64 (TIME(MICROS,false))",
            "int64 (TIMESTAMP(MICROS,false))",
            "int64 (TIMESTAMP(MICROS,true))",
            "int32 (DECIMAL(9,2))",
            "int64 (DECIMAL(18,0))",
            "fixed_len_byte_array(16) (DECIMAL(38,38))",
            "list of fixed_len_byte_array(9) (DECIMAL(20,1))",
            "list of list of int32",
            "list of float",
            "map of binary (STRING) to list of int64",
            "struct of (a: int32, b: struct of (c: list of binary (JSON)))");
  }

  @Test
  void shouldEndRowGroupsAtTheTablesSize() throws IOException {
    // Given
    Table table = new Table("t", "t", NUMBERS.columns(), 20_000);

    // When
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RowFile file = RowFile.begin(table, Compression.ZSTD, out)) {
      PutRows put = new PutRows(table, file);
      put(put, 0, 5_000);
      put.flush();
      file.finish();
    }
    RowsWritten small = write(NUMBERS, Compression.ZSTD, 20_000, file -> put(file, 0, 5_000));
    byte[] expected = bytes(small.bytes());
    RowsWritten usual =
        write(NUMBERS, Compression.ZSTD, RowGroups.BYTES, file -> put(file, 0, 5_000));

    // Then
    assertThat(out.toByteArray()).isEqualTo(expected).isNotEqualTo(bytes(usual.bytes()));
  }

  @Test
  void shouldKeepOddNames() throws IOException {
    // Given
    List<String> names =
        List.of(
            "a.b", " ", "\"", ",;{}()\n\t=", "list", "a.list.element", "ä".repeat(31), "`", "a");
    Table table =
        new Table(
            "t",
            "t",
            names.stream().map(name -> new Column(name, Plain.INT32, "integer")).toList());

    // When
    RowsWritten written =
        write(
            table,
            Compression.ZSTD,
            RowGroups.BYTES,
            file -> {
              for (int column = 0; column < names.size(); column++) {
                file.putInt(column, column);
              }
              file.endRow();
            });

    // Then
    assertThat(readBack(written)).isEqualTo(written);
    assertThat(
            RowFileReader.facts(store, "file", written.bytes()).columns().stream()
                .map(ColumnFact::name))
        .isEqualTo(names);
  }

  @Test
  void shouldSayWhichFileIsDamaged() throws IOException {
    // Given
    RowsWritten written =
        write(NUMBERS, Compression.ZSTD, RowGroups.BYTES, file -> put(file, 0, 1_000));
    byte[] bytes = bytes(written.bytes());

    // When
    bytes[bytes.length - 1] = 'X';
    put("end", bytes);
    put("short", Arrays.copyOf(bytes, 100));
    bytes[bytes.length - 1] = '1';
    Arrays.fill(bytes, 40, 140, (byte) 0x55);
    put("middle", bytes);

    // Then
    for (String key : List.of("end", "short", "middle")) {
      long size = key.equals("short") ? 100 : bytes.length;
      assertThatThrownBy(() -> RowFileReader.sums(store, key, size))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("memory://rows/" + key);
    }
    assertThatThrownBy(() -> RowFileReader.facts(store, "none", 100))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("memory://rows/none");
  }

  @Test
  void shouldRefuseATableWithoutColumns() {
    assertThatThrownBy(() -> write(table(), Compression.ZSTD, RowGroups.BYTES, file -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("Table t has no columns, and a Parquet file has at least one.");
  }

  private static void put(PutRows file, int from, int to) throws IOException {
    for (int row = from; row < to; row++) {
      byte[] text = ("row " + row * 31).getBytes(UTF_8);
      file.putLong(0, row);
      if (row % 3 != 0) {
        file.putBytes(1, text, 0, text.length);
      }
      if (row % 7 != 0) {
        file.startList();
        for (int element = 0; element < row % 5; element++) {
          if (element == 2) {
            file.putNull(2);
          } else {
            file.putInt(2, row + element);
          }
        }
        file.endList(2);
      }
      if (row % 2 == 0) {
        file.putDouble(3, row == 4 ? Double.NaN : row / 3.0);
      }
      file.endRow();
    }
  }

  private static Table table(ColumnType... types) {
    return new Table(
        "t",
        "t",
        IntStream.range(0, types.length)
            .mapToObj(at -> new Column("c" + at, types[at], "of Postgres"))
            .toList());
  }

  private RowsWritten write(Table table, Compression compression, int groupBytes, Rows rows)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RowsWritten written;
    try (RowFile file = RowFile.begin(table, compression, out, groupBytes)) {
      PutRows put = new PutRows(table, file);
      rows.put(put);
      put.flush();
      written = file.finish();
    }
    assertThat(written.bytes()).isEqualTo(out.size());
    put("file", out.toByteArray());
    return written;
  }

  private RowsWritten readBack(RowsWritten written) throws IOException {
    return RowFileReader.sums(store, "file", written.bytes());
  }

  private byte[] bytes(long size) throws IOException {
    return store.open("file", 0).stream().readNBytes((int) size);
  }

  private void put(String key, byte[] bytes) throws IOException {
    store.delete(key);
    store.create(key, bytes, Attributes.NONE);
  }
}
