package io.spillway.source.postgres.decode;

import static io.spillway.source.postgres.decode.CopyBytes.array;
import static io.spillway.source.postgres.decode.CopyBytes.head;
import static io.spillway.source.postgres.decode.CopyBytes.int4;
import static io.spillway.source.postgres.decode.CopyBytes.int8;
import static io.spillway.source.postgres.decode.CopyBytes.joined;
import static io.spillway.source.postgres.decode.CopyBytes.row;
import static io.spillway.source.postgres.decode.CopyBytes.text;
import static io.spillway.source.postgres.decode.CopyBytes.trailer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.rows.Column;
import io.spillway.rows.ColumnBatch;
import io.spillway.rows.ColumnType;
import io.spillway.rows.ColumnType.ListOf;
import io.spillway.rows.ColumnType.Plain;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyDecoderTest {
  private static final List<ReadColumn> COLUMNS =
      List.of(
          column("a", Plain.INT32, WireFormat.INT4),
          column("b", Plain.STRING, WireFormat.TEXT),
          column("c", new ListOf(Plain.INT32), WireFormat.INT4));

  private static final byte[] STREAM =
      joined(
          head(1, (byte) 9, (byte) 9),
          row(int4(1), text("ä"), array(int4(4), null)),
          row(null, text(""), null),
          row(int4(-3), null, array()),
          trailer());

  private static final List<String> ROWS =
      List.of("0=1 1=\u00C3\u00A4 2=[4,null,]", "1=", "0=-3 2=[]");

  private final RecordedRows rows = new RecordedRows();

  @Test
  void shouldDecodeRowsHoweverTheyAreCut() throws IOException {
    for (int cut = 0; cut <= STREAM.length; cut++) {
      // Given
      RecordedRows taken = new RecordedRows();
      CopyDecoder decoder = decoder(COLUMNS, taken);

      // When
      decoder.accept(Arrays.copyOf(STREAM, cut));
      decoder.accept(Arrays.copyOfRange(STREAM, cut, STREAM.length));
      decoder.end();

      // Then
      assertThat(taken.rows()).isEqualTo(ROWS);
      assertThat(decoder.rows()).isEqualTo(3);
    }
  }

  @Test
  void shouldDecodeRowsByteByByte() throws IOException {
    // Given
    CopyDecoder decoder = decoder(COLUMNS, rows);

    // When
    for (byte one : STREAM) {
      decoder.accept(new byte[] {one});
    }
    decoder.end();

    // Then
    assertThat(rows.rows()).isEqualTo(ROWS);
  }

  @Test
  void shouldNeverTakeAStreamThatBrokeOffForComplete() throws IOException {
    for (int cut = 0; cut < STREAM.length; cut++) {
      CopyDecoder decoder = decoder(COLUMNS, new RecordedRows());
      decoder.accept(Arrays.copyOf(STREAM, cut));
      assertThatThrownBy(decoder::end)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("broke");
    }
  }

  @Test
  void shouldRefuseWhatIsNoSuchStream() {
    // Given
    byte[] text = text("1\thello, world, hello, world\n");
    byte[] flags = head(1 << 17);
    byte[] narrow = joined(head(0), row(int4(1)));
    byte[] more = joined(STREAM, row(null, null, null));
    byte[] wide = joined(head(0), row(int8(1), null, null));

    // Then
    for (byte[] stream : List.of(text, flags, narrow, more, wide)) {
      CopyDecoder decoder = decoder(COLUMNS, new RecordedRows());
      assertThatThrownBy(() -> decoder.accept(stream))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(ValueException.class);
    }
  }

  @Test
  void shouldRefuseArraysThatAreNotAsTheyAreSent() {
    // Given
    byte[] whole = array(int4(4), int4(5));

    // Then
    for (int length = 0; length < whole.length; length++) {
      byte[] stream = joined(head(0), row(null, null, Arrays.copyOf(whole, length)));
      CopyDecoder decoder = decoder(COLUMNS, new RecordedRows());
      assertThatThrownBy(() -> decoder.accept(stream)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void shouldSayWhichColumnCannotBeTaken() {
    // Given
    CopyDecoder decoder = decoder(COLUMNS, rows);
    byte[] latin = {'a', (byte) 0xE4, 'b'};
    byte[] stream = joined(head(0), row(int4(1), text("a"), null), row(int4(2), latin, null));

    // Then
    assertThatThrownBy(() -> decoder.accept(stream))
        .isInstanceOfSatisfying(ValueException.class, e -> assertThat(e.column()).isEqualTo(1))
        .hasMessageContaining("not UTF-8");
    assertThat(decoder.column()).isEqualTo(1);
    assertThat(decoder.rows()).isEqualTo(1);
    assertThat(rows.rows()).isEmpty();
  }

  @Test
  void shouldRefuseWhatTheTypeHasNoValueFor() {
    assertThat(refusal(Plain.DATE, WireFormat.DATE, int4(Integer.MAX_VALUE)))
        .contains("'infinity'");
    assertThat(refusal(Plain.DATE, WireFormat.DATE, int4(Integer.MIN_VALUE)))
        .contains("'-infinity'");
    assertThat(refusal(Plain.TIMESTAMP, WireFormat.TIMESTAMP, int8(Long.MIN_VALUE)))
        .contains("'-infinity'");
    assertThat(refusal(Plain.TIMESTAMP_UTC, WireFormat.TIMESTAMP, int8(Long.MAX_VALUE)))
        .contains("'infinity'");
    assertThat(refusal(Plain.TIMESTAMP, WireFormat.TIMESTAMP, int8(9_223_371_331_200_000_000L - 1)))
        .contains("after 294247-01-10");
    byte[] square = array(int4(1), int4(2), int4(3));
    square[3] = 2;
    assertThat(refusal(new ListOf(Plain.INT32), WireFormat.INT4, square)).contains("2 dimensions");
  }

  @Test
  void shouldSayThatMemoryWasTooSmallForTheLongestValue() {
    // Given
    RecordedRows full =
        new RecordedRows() {
          @Override
          public void write(ColumnBatch batch) {
            throw new OutOfMemoryError("planted");
          }
        };
    CopyDecoder decoder = decoder(COLUMNS, full);

    // Then
    assertThatThrownBy(
            () ->
                decodeAll(decoder, joined(head(0), row(int4(1), text("longest"), null), trailer())))
        .isInstanceOfSatisfying(ValueException.class, e -> assertThat(e.column()).isEqualTo(1))
        .hasMessageContaining("7 bytes")
        .hasMessageContaining("memory");
  }

  @Test
  void shouldHandALargeRowOverAlone() throws IOException {
    // Given
    List<Integer> batches = new ArrayList<>();
    CopyDecoder decoder = decoder(COLUMNS, batch -> batches.add(batch.rows()));
    byte[] small = row(int4(1), text("a"), null);
    byte[] large = row(int4(2), new byte[2 * ColumnBatch.BYTES], null);

    // When
    decodeAll(decoder, joined(head(0), small, small, large, small, trailer()));

    // Then
    assertThat(batches).containsExactly(2, 1, 1);
    assertThat(decoder.rows()).isEqualTo(4);
  }

  @Test
  void shouldCountTheRowsBeforeTheLargestOfABatchThatDoesNotFit() {
    // Given
    CopyDecoder decoder =
        decoder(
            COLUMNS,
            batch -> {
              throw new OutOfMemoryError("planted");
            });
    byte[] small = row(int4(1), null, null);
    byte[] large = row(int4(2), text("large"), null);

    // Then
    assertThatThrownBy(
            () -> decodeAll(decoder, joined(head(0), small, small, large, small, trailer())))
        .isInstanceOfSatisfying(ValueException.class, e -> assertThat(e.column()).isEqualTo(1));
    assertThat(decoder.rows()).isEqualTo(2);
  }

  private static void decodeAll(CopyDecoder decoder, byte[] stream) throws IOException {
    decoder.accept(stream);
    decoder.end();
  }

  private static CopyDecoder decoder(List<ReadColumn> columns, ColumnBatch.Sink sink) {
    ColumnBatch batch = new ColumnBatch(columns.stream().map(ReadColumn::column).toList());
    return new CopyDecoder(columns, batch, sink);
  }

  private static String refusal(ColumnType type, WireFormat wire, byte[] value) {
    CopyDecoder decoder = decoder(List.of(column("a", type, wire)), new RecordedRows());
    try {
      decoder.accept(joined(head(0), row(value)));
      return "taken";
    } catch (ValueException e) {
      return e.getMessage();
    } catch (IOException e) {
      return "not a value";
    }
  }

  private static ReadColumn column(String name, ColumnType type, WireFormat wire) {
    return new ReadColumn(new Column(name, type, "any"), "$", wire, false);
  }
}
