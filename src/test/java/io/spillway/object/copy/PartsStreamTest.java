package io.spillway.object.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.store.Digests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartsStreamTest {
  private static final int MIB = 1 << 20;

  @ParameterizedTest
  @CsvSource({
    "1, 1", // one byte in one part
    "100, 1000", // one part that is larger
    "100, 100",
    "101, 51", // two halves
    "20971520, 8388608", // the last part shorter
    "16777216, 8388608", // it is as long as the others
    "16777217, 8388608", // it has one byte
    "31457280, 5242880",
    "12000000, 6000000", // an odd size, all alike
  })
  void shouldRecognizePartsOfUsualSizesAndOfOneSize(int size, int partSize) throws IOException {
    byte[] content = content(size);
    assertThat(recognizes(content, tag(content, partSize))).isTrue();
    assertThat(recognizes(content, tag(content, partSize).toUpperCase(Locale.ROOT))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6 * MIB, 12 * MIB - 1})
  void shouldNotRecognizeADamagedByte(int place) throws IOException {
    byte[] content = content(12 * MIB);
    String tag = tag(content, 8 * MIB);
    content[place] ^= 1;
    assertThat(recognizes(content, tag)).isFalse();
  }

  @Test
  void shouldNotRecognizeOddPartsNorOtherNumbersOfThem() throws IOException {
    byte[] content = content(12 * MIB);
    assertThat(recognizes(content, tag(content, 7 * MIB))).isFalse();
    String right = tag(content, 8 * MIB);
    String digits = right.substring(0, right.indexOf('-') + 1);
    for (String count : new String[] {"0", "1", "3", "10000", "99999999999999999999"}) {
      assertThat(recognizes(content, digits + count)).as(count).isFalse();
    }
  }

  @Test
  void shouldRecognizeAnEmptyPart() throws IOException {
    assertThat(recognizes(new byte[0], tag(new byte[0], 1))).isTrue();
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  /** As S3 makes it. */
  private static String tag(byte[] content, int partSize) throws IOException {
    ByteArrayOutputStream digests = new ByteArrayOutputStream();
    int count = 0;
    for (int from = 0; from < content.length || count == 0; from += partSize) {
      int to = Math.min(content.length, from + partSize);
      digests.write(Digests.md5().digest(Arrays.copyOfRange(content, from, to)));
      count++;
    }
    return HexFormat.of().formatHex(Digests.md5().digest(digests.toByteArray())) + "-" + count;
  }

  private static boolean recognizes(byte[] content, String tag) throws IOException {
    PartsStream stream = new PartsStream(new ByteArrayInputStream(content), content.length, tag);
    assertThat(stream.transferTo(OutputStream.nullOutputStream())).isEqualTo(content.length);
    return stream.isRecognized();
  }
}
