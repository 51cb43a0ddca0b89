package io.spillway.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.ByteSize;
import io.spillway.ledger.lease.LeaseTiming;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Imports;
import io.spillway.request.MaxDelete;
import io.spillway.request.Retention;
import io.spillway.source.RowSourceOptions;
import io.spillway.store.RetryPolicy;
import io.spillway.store.Writing;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sentences of the documents that repeat a constant of the code. */
class DocumentedConstantsTest {
  private static final String README = "README.md";
  private static final String LEDGER = "docs/reference/ledger.md";
  private static final String PERFORMANCE = "docs/reference/performance.md";
  private static final String CONTINUOUS = "docs/how-to/continuous-export.md";

  static Stream<Arguments> sentences() {
    return Stream.of(
        sentence(
            PERFORMANCE,
            "**`--retry-for`** (%,dm) is the time",
            RetryPolicy.DEFAULT.total().toMinutes()),
        sentence(
            PERFORMANCE,
            "pauses that grow to %,d seconds",
            ((Duration) constant("store.RetryPolicy", "LONGEST_GROWN_PAUSE")).toSeconds()),
        sentence(
            PERFORMANCE, "`Retry-After` says (%,d s at most)", seconds("Window", "LONGEST_PAUSE")),
        sentence(
            PERFORMANCE, "`fs.s3a.connection.timeout` (%,d s)", seconds("S3Settings", "STALL")),
        sentence(CONTINUOUS, "The default is %,d minutes", lease().toMinutes()),
        sentence(LEDGER, "is %,d minutes by default", lease().toMinutes()),
        sentence(LEDGER, "A fifth of it, one minute", lease().dividedBy(5).toMinutes() == 1),
        sentence(CONTINUOUS, "the last %,d exports", Retention.DEFAULT.exports()),
        sentence(CONTINUOUS, "the last %,d SUCCESS markers", Retention.DEFAULT.markers()),
        sentence(LEDGER, "(%,d, `--keep-markers`)", Retention.DEFAULT.markers()),
        sentence(LEDGER, "(%,d, `--keep-exports`", Retention.DEFAULT.exports()),
        sentence(CONTINUOUS, "The default is `%s`", MaxDelete.DEFAULT),
        sentence(LEDGER, "names at most %,d keys", Failures.MAX_KEPT),
        sentence(LEDGER, "`buckets`, at most ten", Imports.MAX_BUCKETS == 10),
        sentence(LEDGER, "larger than %,d MiB", mib("ledger.BoundedRead", "RECORD_BYTES")),
        sentence(
            LEDGER, "more than %,d MiB uncompressed", mib("ledger.BoundedRead", "OUTCOMES_BYTES")),
        sentence(LEDGER, "%,d lines, or", constant("ledger.OutcomeText", "MOST_LINES")),
        sentence(
            LEDGER, "%,d characters in one line", constant("ledger.OutcomeText", "LONGEST_LINE")),
        sentence(LEDGER, "files of at most %,d lines", constant("ledger.OutcomeLog", "MAX_LINES")),
        sentence(README, "`--part-threshold` (%s)", ByteSize.text(Writing.DEFAULT.partThreshold())),
        sentence(
            "docs/how-to/postgres.md",
            "--target-file-size (%s)",
            RowSourceOptions.TARGET_FILE_SIZE.otherwise()),
        sentence(
            README, "names over %,d bytes", constant("store.file.FileNames", "LONGEST_SEGMENT")),
        sentence(README, "those over %,d bytes, prefix", s3("S3Metadata", "LONGEST_KEY")));
  }

  @ParameterizedTest
  @MethodSource("sentences")
  void shouldRepeatTheConstant(String page, String sentence) throws IOException {
    assertThat(Files.readString(Path.of(page))).contains(sentence);
  }

  private static Arguments sentence(String page, String sentence, Object value) {
    return Arguments.of(page, String.format(Locale.ROOT, sentence, value));
  }

  /** Returns a sentence with a number in words, which must be the code's. */
  private static Arguments sentence(String page, String sentence, boolean isTrue) {
    assertThat(isTrue).as(sentence).isTrue();
    return Arguments.of(page, sentence);
  }

  private static Duration lease() {
    return LeaseTiming.DEFAULT.lasts();
  }

  private static Object s3(String type, String name) {
    return constant("store.s3." + type, name);
  }

  private static long seconds(String type, String name) {
    return ((Duration) s3(type, name)).toSeconds();
  }

  private static long mib(String type, String name) {
    return ((Number) constant(type, name)).longValue() >> 20;
  }

  /** Returns the value of a constant that only its package sees. */
  private static Object constant(String type, String name) {
    try {
      Field field = Class.forName("io.spillway." + type).getDeclaredField(name);
      field.setAccessible(true);
      return field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("No constant " + name + " in " + type, e);
    }
  }
}
