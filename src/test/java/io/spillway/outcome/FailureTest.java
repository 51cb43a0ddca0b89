package io.spillway.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x0a, 0x1b, 0x7f, 0x9b, 0xad, 0x61c, 0x200b, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029,
        0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff
      })
  void shouldEscapeWhatATerminalObeysOrHides(int point) {
    String text = "a" + Character.toString(point) + "b";
    String shown = "a\\u" + HexFormat.of().toHexDigits((char) point) + "b";
    assertThat(Failure.printable(text)).isEqualTo(shown);
    assertThat(new Failure(text, text)).hasToString(shown + ": " + shown);
  }

  @Test
  void shouldEscapeCharactersBeyondTheFirstPlane() {
    assertThat(Failure.printable("a" + Character.toString(0xe0041))).isEqualTo("a\\udb40\\udc41");
    assertThat(Failure.printable("a\ud800")).isEqualTo("a\\ud800");
  }

  @Test
  void shouldLeaveWhatPeopleWrite() {
    String text = "größe/日本/\uD83D\uDE00 \\u000a שלום مرحبا e\u0301";
    assertThat(Failure.printable(text)).isSameAs(text);
  }
}
