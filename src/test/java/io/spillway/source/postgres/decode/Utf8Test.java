package io.spillway.source.postgres.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class Utf8Test {

  @Property
  void shouldAgreeWithTheJdkOnAnyBytes(@ForAll byte[] bytes) {
    assertThat(Utf8.isValid(bytes, 0, bytes.length)).isEqualTo(isValid(bytes));
  }

  @Test
  void shouldAgreeWithTheJdkOnWhatIsNearlyText() {
    Random random = new Random(5);
    byte[] edges = {
      'a',
      0x7F,
      (byte) 0x80,
      (byte) 0xBF,
      (byte) 0xC0,
      (byte) 0xC2,
      (byte) 0xDF,
      (byte) 0xE0,
      (byte) 0xA0,
      (byte) 0x9F,
      (byte) 0xED,
      (byte) 0xEF,
      (byte) 0xF0,
      (byte) 0x90,
      (byte) 0x8F,
      (byte) 0xF4,
      (byte) 0xF5,
      (byte) 0xFF
    };
    int valid = 0;
    for (int trial = 0; trial < 200_000; trial++) {
      byte[] bytes = new byte[1 + random.nextInt(5)];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = edges[random.nextInt(edges.length)];
      }
      boolean expected = isValid(bytes);
      valid += expected ? 1 : 0;
      assertThat(Utf8.isValid(bytes, 0, bytes.length)).isEqualTo(expected);
    }
    assertThat(valid).isGreaterThan(1_000);
  }

  private static boolean isValid(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
