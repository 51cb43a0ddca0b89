package io.spillway.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "7, 7",
    "7B, 7",
    "1KiB, 1024",
    "128MiB, 134217728",
    "128mib, 134217728",
    "64 MB, 64000000",
    "5kB, 5000",
    "1GiB, 1073741824",
    "1GB, 1000000000",
    "5TiB, 5497558138880",
    "2TB, 2000000000000"
  })
  void shouldReadSizes(String text, long bytes) {
    assertThat(ByteSize.parse("--x", text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "MiB", "-1", "1.5GiB", "64M", "1 000", "12 bananas", "9000000TiB", "1EiB"})
  void shouldSayInOneSentenceWhatIsNoSize(String text) {
    assertThatThrownBy(() -> ByteSize.parse("--x", text))
        .isInstanceOfSatisfying(
            SpillwayException.class,
            e -> assertThat(e.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT))
        .hasMessageStartingWith("--x is '" + text + "'")
        .hasMessageContaining("such as 128MiB")
        .hasMessageNotContaining("\n");
  }
}
