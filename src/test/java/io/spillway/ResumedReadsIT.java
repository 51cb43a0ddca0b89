package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.Trial.Way;
import io.spillway.store.s3.Fault;
import io.spillway.store.s3.FaultRule;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.S3Lake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A read that breaks goes on from the byte where it broke. */
class ResumedReadsIT {
  @RegisterExtension static final S3Lake lake = S3Lake.on(S3Server.Kind.S3PROXY);

  @TempDir Path temp;

  static Stream<Arguments> broken() {
    return Stream.of(Way.STREAMED, Way.FOLDER)
        .flatMap(
            way ->
                Stream.of(
                    Arguments.of(way, "cut short", Fault.cutAnswer()),
                    Arguments.of(way, "reset", Fault.resetInAnswer()),
                    Arguments.of(way, "stalled", Fault.stallInAnswer())));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("broken")
  void shouldGoOnWithAReadThatBreaksInItsMiddle(Way way, String name, Fault fault)
      throws IOException {
    try (Trial trial = new Trial(lake, way, temp)) {
      // Given
      trial.some(8).large("large").commit().impatient(1_000);
      FaultRule small = trial.proxy().inject(fault, trial.readOf("d/c0"), 1);
      FaultRule large = trial.proxy().inject(fault, trial.readOf("large"), 1);

      // When
      trial.shouldSucceed();

      // Then
      assertThat(small.fired()).isEqualTo(1);
      assertThat(large.fired()).isEqualTo(1);
    }
  }
}
