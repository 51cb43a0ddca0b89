package io.spillway.source.postgres.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.rows.Column;
import io.spillway.rows.ColumnType;
import io.spillway.rows.ColumnType.ListOf;
import io.spillway.rows.ColumnType.Plain;
import io.spillway.rows.ColumnVector;
import io.spillway.source.postgres.TypesIT;
import io.spillway.source.postgres.decode.PrintedType.ArrayOf;
import io.spillway.source.postgres.decode.PrintedType.Composite;
import io.spillway.source.postgres.decode.PrintedType.Field;
import io.spillway.source.postgres.decode.PrintedType.Scalar;
import io.spillway.testing.BatchText;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that servers do not send; what they do send is in {@link TypesIT}. */
class PrintedTypeTest {
  private static final Composite PAIR =
      new Composite(
          1, "public.pair", List.of(new Field("a", Scalar.NUMBER), new Field("b", Scalar.STRING)));

  private static final ArrayOf PAIRS = new ArrayOf(',', PAIR);

  @Test
  void shouldBeTheJsonOfWhatIsNested() throws IOException {
    assertThat(decoded(Plain.JSON, PAIRS, "{\"(1,\\\"x\\\"\\\"\\\\\\\\y\\\")\",NULL,\"(,)\"}"))
        .isEqualTo("[{\"a\":1,\"b\":\"x\\\"\\\\y\"},null,{\"a\":null,\"b\":null}]");
    assertThat(decoded(new ListOf(Plain.JSON), PAIRS, "[0:1]={\"(1,)\",NULL}"))
        .isEqualTo("[{\"a\":1,\"b\":null}, null]");
    assertThat(decoded(new ListOf(Plain.STRING), new ArrayOf(';', Scalar.STRING), "{a,b;\"NULL\"}"))
        .isEqualTo("[a,b, NULL]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(1)", "(1,2,3)", "()", "(1,2,)"})
  void shouldRefuseFieldsThatTheTypeHadNot(String text) {
    assertThatThrownBy(() -> decoded(Plain.JSON, PAIR, text))
        .isInstanceOf(ValueException.class)
        .hasMessage(
            "its type public.pair has other attributes than when the snapshot was taken; export"
                + " again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1,2)", "(1,2", "(1,\"2)", "(1,2)x", "(1,\"2\"x)"})
  void shouldRefuseBrokenRecords(String text) {
    assertThatThrownBy(() -> decoded(Plain.JSON, PAIR, text)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "1}", "{1", "{1}2", "{\"1}", "{\"1\"2}", "[0:1]", "{1;2}x", "{\"1\\"})
  void shouldRefuseBrokenArrays(String text) {
    for (ColumnType type : List.of(Plain.JSON, new ListOf(Plain.STRING))) {
      assertThatThrownBy(() -> decoded(type, new ArrayOf(',', Scalar.STRING), text))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("An array is not as Postgres prints arrays");
    }
  }

  @Test
  void shouldRefuseTextThatIsNoUtf8() {
    byte[] bytes = {'{', (byte) 0xE4, '}'};
    assertThatThrownBy(() -> decoded(Plain.JSON, new ArrayOf(',', Scalar.STRING), bytes))
        .isInstanceOf(ValueException.class);
  }

  private static String decoded(ColumnType type, PrintedType printed, String text)
      throws IOException {
    return decoded(type, printed, text.getBytes(UTF_8));
  }

  private static String decoded(ColumnType type, PrintedType printed, byte[] bytes)
      throws IOException {
    ColumnVector vector = ColumnVector.of(type);
    Decoders.of(
            new ReadColumn(new Column("c", type, "any"), "$", printed, false),
            new OutOfRange(false, 0, column -> {}),
            vector)
        .append(bytes, 0, bytes.length);
    return String.valueOf(BatchText.value(vector, 0, UTF_8));
  }
}
