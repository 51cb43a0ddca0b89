package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FractionTest {
  private static final long MIB = 1 << 20;

  @ParameterizedTest
  @CsvSource({
    "92, 100, 17, 657, 0.0259",
    "1, 100, 656, 657, 0.01",
    "50, 100, 0, -1, 0.5",
    "0, 0, 0, 0, 1",
    "110, 100, 700, 657, 1"
  })
  void shouldBeTheLesserOfBoth(long done, long all, long bytesDone, long bytes, double part) {
    assertThat(Fraction.of(done, all, bytesDone, bytes)).isCloseTo(part, offset(0.001));
  }

  @Test
  void shouldTellTheTimeLeftByBytesWhereTheyAreBehind() {
    // Given
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProgressLines lines =
        new ProgressLines(new PrintStream(out, true, StandardCharsets.UTF_8), now::get);
    lines.begins("round 1 of 1", 100, 100 * MIB);

    // When: nearly all objects are done in ten seconds, and a tenth of the bytes
    now.set(Instant.EPOCH.plusSeconds(10));
    lines.reached(92, 10 * MIB);

    // Then
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("1 min 30 s left");
  }

  @Test
  void shouldShowABarOfBytesAndObjects() {
    // Given
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProgressBars bars = new ProgressBars(new PrintStream(out, true, StandardCharsets.UTF_8));

    // When
    bars.begins("round 1 of 1", 100, 100 * MIB);
    bars.reached(92, 10 * MIB);
    bars.ends();

    // Then
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("10%")
        .contains("92/100, 10.0 MiB/100.0 M")
        .doesNotContain("92%");
  }
}
