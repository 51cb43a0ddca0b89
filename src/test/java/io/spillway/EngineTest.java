package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.SpillwayException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a session of Spark Connect gets; a real one is tried by the script that tries versions. */
class EngineTest {
  static Stream<Supplier<SparkContext>> sessionsOfSparkConnect() {
    return Stream.of(
        () -> {
          throw new UnsupportedOperationException("[UNSUPPORTED_CONNECT_FEATURE.X] not supported");
        },
        () -> {
          throw new NoSuchMethodError("SparkSession.sparkContext()");
        });
  }

  @ParameterizedTest
  @MethodSource("sessionsOfSparkConnect")
  void shouldRefuseASessionOfSparkConnectInOneSentence(Supplier<SparkContext> session) {
    // When
    SpillwayException refusal =
        catchThrowableOfType(SpillwayException.class, () -> Engine.context(session));

    // Then
    assertThat(refusal.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT);
    assertThat(refusal)
        .hasMessageStartingWith("Cannot export in a session of Spark Connect")
        .hasMessageNotContaining("\n");
  }
}
