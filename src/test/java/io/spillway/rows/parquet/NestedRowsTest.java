package io.spillway.rows.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.rows.BooleanColumn;
import io.spillway.rows.BytesColumn;
import io.spillway.rows.Column;
import io.spillway.rows.ColumnBatch;
import io.spillway.rows.ColumnType;
import io.spillway.rows.ColumnType.Decimal;
import io.spillway.rows.ColumnType.FloatVector;
import io.spillway.rows.ColumnType.ListOf;
import io.spillway.rows.ColumnType.MapOf;
import io.spillway.rows.ColumnType.Plain;
import io.spillway.rows.ColumnType.StructOf;
import io.spillway.rows.ColumnVector;
import io.spillway.rows.DoubleColumn;
import io.spillway.rows.FloatColumn;
import io.spillway.rows.IntColumn;
import io.spillway.rows.ListColumn;
import io.spillway.rows.LongColumn;
import io.spillway.rows.StructColumn;
import io.spillway.rows.Table;
import io.spillway.store.Attributes;
import io.spillway.store.memory.MemoryStore;
import io.spillway.testing.BatchText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Batches of random types and values, written and read back by parquet-java's own readers. */
class NestedRowsTest {
  private static final int LONGEST = 4;

  private final MemoryStore store = new MemoryStore("rows");

  @Property(tries = 200)
  void shouldReadBackNestedBatches(
      @ForAll("types") List<ColumnType> types,
      @ForAll @IntRange(max = 700) int rows,
      @ForAll long seed)
      throws IOException {
    // Given
    Table table = table(types);
    List<List<@Nullable Object>> expected = new ArrayList<>();

    // When
    RowsWritten written = write(table, rows, new Random(seed), expected);

    // Then
    assertThat(RowFileReader.sums(store, "file", written.bytes())).isEqualTo(written);
    assertThat(read(table, written)).isEqualTo(expected);
  }

  @Test
  void shouldTellNestedValuesApart() throws IOException {
    // Given
    ColumnType pair =
        new StructOf(
            List.of(new StructOf.Field("a", Plain.INT32), new StructOf.Field("b", Plain.INT32)));
    Table table = table(List.of(pair, new ListOf(new ListOf(Plain.INT32))));

    // When
    List<RowsWritten> written =
        List.of(
            one(table, 1, 2, false, 1),
            one(table, 2, 1, false, 1),
            one(table, 1, 2, true, 1),
            one(table, 1, 2, false, 2));

    // Then
    assertThat(written.stream().map(RowsWritten::sums)).doesNotHaveDuplicates();
  }

  /** Writes one row: a struct of two numbers, and lists that hold three numbers. */
  private RowsWritten one(Table table, int a, int b, boolean isNull, int first) throws IOException {
    ColumnBatch batch = new ColumnBatch(table.columns());
    StructColumn pair = (StructColumn) batch.column(0);
    ((IntColumn) pair.field(0)).append(a);
    ((IntColumn) pair.field(1)).append(b);
    pair.endStruct();
    ListColumn outer = (ListColumn) batch.column(1);
    ListColumn inner = (ListColumn) outer.elements();
    for (int number = 0; number < 3; number++) {
      if (number == first) {
        inner.endList();
      }
      if (isNull) {
        inner.elements().appendNull();
      } else {
        ((IntColumn) inner.elements()).append(number);
      }
    }
    inner.endList();
    outer.endList();
    batch.endRow();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RowFile file = RowFile.begin(table, Compression.ZSTD, out)) {
      batch.flush(file);
      return file.finish();
    }
  }

  @Provide
  Arbitrary<List<ColumnType>> types() {
    return type(3).list().ofMinSize(1).ofMaxSize(4);
  }

  private static Arbitrary<ColumnType> type(int depth) {
    Arbitrary<ColumnType> flat =
        Arbitraries.oneOf(
            Arbitraries.of(Plain.values()).map(type -> (ColumnType) type),
            Arbitraries.of(9, 18, 38).map(digits -> new Decimal(digits, 2)),
            Arbitraries.integers().between(1, 5).map(FloatVector::new));
    if (depth == 0) {
      return flat;
    }
    Arbitrary<ColumnType> inner = Arbitraries.lazy(() -> type(depth - 1));
    return Arbitraries.oneOf(
        flat,
        inner.map(ListOf::new),
        inner.flatMap(key -> inner.map(value -> new MapOf(key, value))),
        inner
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(
                fields ->
                    new StructOf(
                        IntStream.range(0, fields.size())
                            .mapToObj(at -> new StructOf.Field("f" + at, fields.get(at)))
                            .toList())));
  }

  private static Table table(List<ColumnType> types) {
    return new Table(
        "t",
        "t",
        IntStream.range(0, types.size())
            .mapToObj(at -> new Column("c" + at, types.get(at), "any"))
            .toList());
  }

  private RowsWritten write(
      Table table, int rows, Random random, List<List<@Nullable Object>> expected)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ColumnBatch batch = new ColumnBatch(table.columns());
    RowsWritten written;
    try (RowFile file = RowFile.begin(table, Compression.SNAPPY, out, 50_000)) {
      for (int row = 0; row < rows; row++) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int column = 0; column < batch.columns(); column++) {
          append(batch.column(column), table.columns().get(column).type(), random, true);
          values.add(BatchText.value(batch.column(column), batch.rows(), UTF_8));
        }
        expected.add(values);
        batch.endRow();
        if (random.nextInt(40) == 0) {
          batch.flush(file);
        }
      }
      batch.flush(file);
      written = file.finish();
    }
    store.delete("file");
    store.create("file", out.toByteArray(), Attributes.NONE);
    return written;
  }

  private static void append(
      ColumnVector vector, ColumnType type, Random random, boolean isOptional) {
    if (isOptional && random.nextInt(4) == 0) {
      vector.appendNull();
    } else if (vector instanceof IntColumn ints) {
      ints.append(random.nextInt(9) - 4);
    } else if (vector instanceof LongColumn longs) {
      longs.append(random.nextLong());
    } else if (vector instanceof FloatColumn floats) {
      floats.append(random.nextFloat());
    } else if (vector instanceof DoubleColumn doubles) {
      doubles.append(random.nextDouble());
    } else if (vector instanceof BooleanColumn booleans) {
      booleans.append(random.nextBoolean());
    } else if (vector instanceof BytesColumn bytes) {
      int length =
          type instanceof Decimal decimal
              ? decimal.bytes()
              : type == Plain.UUID ? 16 : random.nextInt(20);
      bytes.append("abcdefghijklmnopqrstuvwxyz".getBytes(UTF_8), random.nextInt(6), length);
    } else if (vector instanceof StructColumn struct) {
      for (int field = 0; field < struct.fields(); field++) {
        append(struct.field(field), ((StructOf) type).fields().get(field).type(), random, true);
      }
      struct.endStruct();
    } else {
      appendList((ListColumn) vector, type, random);
    }
  }

  private static void appendList(ListColumn list, ColumnType type, Random random) {
    int count = type instanceof FloatVector vector ? vector.dimensions() : random.nextInt(LONGEST);
    for (int number = 0; number < count; number++) {
      if (type instanceof MapOf map) {
        StructColumn entry = (StructColumn) list.elements();
        append(entry.field(0), map.key(), random, false);
        append(entry.field(1), map.value(), random, true);
        entry.endStruct();
      } else if (type instanceof ListOf of) {
        append(list.elements(), of.element(), random, true);
      } else {
        append(list.elements(), Plain.FLOAT, random, false);
      }
    }
    list.endList();
  }

  private List<List<@Nullable Object>> read(Table table, RowsWritten written) throws IOException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (ParquetFileReader file =
        ParquetFileReader.open(new StoreInput(store, "file", written.bytes()))) {
      MessageType schema = file.getFooter().getFileMetaData().getSchema();
      for (PageReadStore group = file.readNextRowGroup();
          group != null;
          group = file.readNextRowGroup()) {
        RecordReader<Group> reader =
            new ColumnIOFactory()
                .getColumnIO(schema)
                .getRecordReader(group, new GroupRecordConverter(schema));
        for (long row = 0; row < group.getRowCount(); row++) {
          Group values = reader.read();
          List<@Nullable Object> read = new ArrayList<>();
          for (int column = 0; column < table.columns().size(); column++) {
            read.add(value(values, column, table.columns().get(column).type()));
          }
          rows.add(read);
        }
      }
    }
    return rows;
  }

  private static @Nullable Object value(Group group, int field, ColumnType type) {
    if (group.getFieldRepetitionCount(field) == 0) {
      return null;
    }
    List<@Nullable Object> values = new ArrayList<>();
    if (type instanceof StructOf struct) {
      Group fields = group.getGroup(field, 0);
      for (int number = 0; number < struct.fields().size(); number++) {
        values.add(value(fields, number, struct.fields().get(number).type()));
      }
      return values;
    }
    if (type instanceof Plain || type instanceof Decimal) {
      return plain(group, field);
    }
    Group list = group.getGroup(field, 0);
    for (int at = 0; at < list.getFieldRepetitionCount(0); at++) {
      Group element = list.getGroup(0, at);
      if (type instanceof MapOf map) {
        List<@Nullable Object> entry = new ArrayList<>();
        entry.add(value(element, 0, map.key()));
        entry.add(value(element, 1, map.value()));
        values.add(entry);
      } else {
        values.add(value(element, 0, type instanceof ListOf of ? of.element() : Plain.FLOAT));
      }
    }
    return values;
  }

  private static Object plain(Group group, int field) {
    PrimitiveTypeName type =
        group.getType().getType(field).asPrimitiveType().getPrimitiveTypeName();
    return switch (type) {
      case BOOLEAN -> group.getBoolean(field, 0);
      case INT32 -> group.getInteger(field, 0);
      case INT64 -> group.getLong(field, 0);
      case FLOAT -> group.getFloat(field, 0);
      case DOUBLE -> group.getDouble(field, 0);
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 ->
          new String(group.getBinary(field, 0).getBytes(), UTF_8);
    };
  }
}
