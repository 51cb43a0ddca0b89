package io.spillway.source.lakefs.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.CodedOutputStream;
import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.object.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class RecordsTest {
  private static final Bytes IDENTITY = Bytes.of("identity");
  private static final byte[] KEY = "a/b c".getBytes(StandardCharsets.UTF_8);

  /** Writes the fields of a protobuf message. */
  private interface Fields {
    void to(CodedOutputStream out) throws IOException;
  }

  @Test
  void shouldReadAnEntry() throws IOException {
    // Given
    byte[] value =
        value(
            IDENTITY,
            out -> {
              out.writeString(1, "data/x/y");
              out.writeByteArray(2, message(time -> time.writeInt64(1, 1_795_249_082L)));
              out.writeInt64(3, 5_000_000_000L);
              out.writeString(4, "d41d8cd98f00b204e9800998ecf8427e");
              out.writeByteArray(5, pair("owner", "é"));
              out.writeByteArray(5, pair("empty", ""));
              out.writeEnum(6, 1);
              out.writeString(7, "text/plain");
            });

    // When
    Entry entry = Records.entry(KEY, value);

    // Then
    assertThat(entry)
        .isEqualTo(
            new Entry(
                Bytes.of("a/b c"),
                "data/x/y",
                true,
                5_000_000_000L,
                "d41d8cd98f00b204e9800998ecf8427e",
                1_795_249_082L,
                Map.of("owner", "é", "empty", ""),
                "text/plain",
                IDENTITY));
    assertThat(entry.location(Location.parse("s3://bucket/repo")))
        .hasToString("s3://bucket/repo/data/x/y");
  }

  @Test
  void shouldSkipFieldsOfLaterVersionsAndBytesAfterTheData() throws IOException {
    // Given
    byte[] value =
        value(
            IDENTITY,
            out -> {
              out.writeInt64(90, 1);
              out.writeFixed64(91, 2);
              out.writeFixed32(92, 3);
              out.writeString(93, "later");
              out.writeString(1, "x");
            });
    byte[] longer = Arrays.copyOf(value, value.length + 3);

    // When
    Entry entry = Records.entry(KEY, longer);

    // Then: what is absent has its default
    assertThat(entry.address()).isEqualTo("x");
    assertThat(entry.contentType()).isEmpty();
    assertThat(entry.metadata()).isEmpty();
    assertThat(entry.size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "1, data/x, true",
    "2, s3://other/x, false",
    "0, data/x, true",
    "0, s3://other/x, false",
    "0, data/s3://x, true"
  })
  void shouldTellRelativeAddresses(int type, String address, boolean relative) throws IOException {
    Entry entry = Records.entry(KEY, entry(address, type));
    assertThat(entry.relative()).isEqualTo(relative);
  }

  @Test
  void shouldRefuseEntriesThatMakeNoSense() {
    byte[] noAddress = entry("", 1);
    byte[] unknownType = entry("x", 3);
    byte[] negative =
        value(
            IDENTITY,
            out -> {
              out.writeString(1, "x");
              out.writeInt64(3, -1);
            });
    byte[] notUtf8 = value(IDENTITY, out -> out.writeByteArray(1, new byte[] {(byte) 0xff}));
    assertThatThrownBy(() -> Records.entry(KEY, noAddress)).hasMessageContaining("no address");
    assertThatThrownBy(() -> Records.entry(KEY, unknownType)).hasMessageContaining("type 3");
    assertThatThrownBy(() -> Records.entry(KEY, negative)).hasMessageContaining("negative size");
    assertThatThrownBy(() -> Records.entry(KEY, notUtf8)).isInstanceOf(IOException.class);
  }

  @Test
  void shouldRefuseLengthsBeyondTheRecord() throws IOException {
    // Given: an identity, then data that claims to be nearly as long as an int can say
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeSInt64NoTag(1);
    out.writeRawByte('x');
    out.writeSInt64NoTag(Integer.MAX_VALUE);
    out.flush();

    // Then
    assertThatThrownBy(() -> Records.entry(KEY, bytes.toByteArray()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void shouldReadARange() throws IOException {
    RangeInfo range = Records.range(Bytes.of("x").array(), range("a".repeat(64), "c", "x", 7));
    assertThat(range)
        .isEqualTo(new RangeInfo("a".repeat(64), Bytes.of("c"), Bytes.of("x"), 7, 1_000));
  }

  @ParameterizedTest
  @CsvSource({
    "aa, c, x, 7", // no id
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, c, x, 7",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, c, x, 0",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, c, y, 7", // another key
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, y, x, 7", // ends first
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, '', x, 7"
  })
  void shouldRefuseRangesThatMakeNoSense(String id, String min, String max, long count) {
    assertThatThrownBy(() -> Records.range(Bytes.of("x").array(), range(id, min, max, count)))
        .isInstanceOf(IOException.class)
        .hasMessage("a record is not a range of lakeFS");
  }

  @Property
  void shouldReadAnyBytesOrRefuseThem(@ForAll @Size(max = 60) byte[] bytes) {
    Throwable refusal = catchThrowable(() -> Records.entry(KEY, bytes));
    if (refusal != null) {
      assertThat(refusal).isInstanceOf(IOException.class);
    }
    assertThat(catchThrowable(() -> Records.range(KEY, bytes))).isInstanceOf(IOException.class);
  }

  @Property
  void shouldReadWhatWasWritten(
      @ForAll long time, @ForAll String type, @ForAll @Size(max = 3) Map<String, String> metadata)
      throws IOException {
    // Given
    byte[] value =
        value(
            IDENTITY,
            out -> {
              out.writeString(1, "x");
              out.writeByteArray(2, message(t -> t.writeInt64(1, time)));
              for (Map.Entry<String, String> pair : new TreeMap<>(metadata).entrySet()) {
                out.writeByteArray(5, pair(pair.getKey(), pair.getValue()));
              }
              out.writeEnum(6, 1);
              out.writeString(7, type);
            });

    // When
    Entry entry = Records.entry(KEY, value);

    // Then
    assertThat(entry.modified()).isEqualTo(time);
    assertThat(entry.contentType()).isEqualTo(utf8(type));
    assertThat(entry.metadata().size()).isLessThanOrEqualTo(metadata.size());
    metadata.forEach((k, v) -> assertThat(entry.metadata()).containsKey(utf8(k)));
  }

  /** What arrives of a text that may hold half a surrogate pair. */
  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  public static byte[] range(String id, String minKey, String maxKey, long count) {
    return value(
        Bytes.of(id),
        out -> {
          out.writeByteArray(1, Bytes.of(minKey).array());
          out.writeByteArray(2, Bytes.of(maxKey).array());
          out.writeUInt64(3, 1_000);
          out.writeInt64(4, count);
        });
  }

  private static byte[] entry(String address, int type) {
    return value(
        IDENTITY,
        out -> {
          out.writeString(1, address);
          out.writeEnum(6, type);
        });
  }

  private static byte[] pair(String name, String value) {
    return message(
        out -> {
          out.writeString(1, name);
          out.writeString(2, value);
        });
  }

  private static byte[] value(Bytes identity, Fields fields) {
    byte[] data = message(fields);
    return message(
        out -> {
          out.writeSInt64NoTag(identity.length());
          out.writeRawBytes(identity.array());
          out.writeSInt64NoTag(data.length);
          out.writeRawBytes(data);
        });
  }

  private static byte[] message(Fields fields) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      fields.to(out);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
