package io.spillway.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Settings;
import io.spillway.store.Writing;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3LimitsTest {
  private static final long MIB = 1 << 20;
  private static final long GIB = 1024 * MIB;
  private static final long TIB = 1024 * GIB;

  @Property(tries = 100)
  void shouldCoverEveryByteOfACopyOnce(
      @ForAll @LongRange(min = 5 * MIB, max = 5 * GIB) long threshold,
      @ForAll @LongRange(min = 1, max = 5 * TIB) long beyond) {
    long size = Math.min(threshold + beyond, 5 * TIB);
    shouldBeAsS3Wants(limits(threshold).copyParts(size), size);
  }

  @Test
  void shouldHaveRoomForTheLargestObjectOfUnknownSize() {
    long whole = 0;
    for (int number = 1; number <= 10_000; number++) {
      int size = S3Limits.DEFAULT.partOfUnknown(number);
      assertThat(size)
          .isGreaterThanOrEqualTo(S3Limits.DEFAULT.partOfUnknown(Math.max(1, number - 1)));
      whole += size;
    }
    assertThat(S3Limits.DEFAULT.partOfUnknown(1)).isEqualTo((int) (16 * MIB));
    assertThat(S3Limits.DEFAULT.partOfUnknown(1_001)).isEqualTo((int) (32 * MIB));
    assertThat(whole).isBetween(5 * TIB, 6 * TIB);
  }

  @ParameterizedTest
  @CsvSource({
    // threshold, size, parts, size of a part
    "134217728, 134217729, 3, 67108864",
    "5242880, 5242881, 2, 5242880",
    "5242880, 10485760, 2, 5242880",
    "5242880, 52428800000, 10000, 5242880",
    "5242880, 52428800001, 8334, 6291456",
    "134217728, 671088640000, 10000, 67108864",
    "134217728, 671088640001, 9847, 68157440",
    "134217728, 5497558138880, 9987, 550502400",
    "5368709120, 5368709121, 81, 67108864"
  })
  void shouldCutIntoParts(long threshold, long size, int count, long partSize) {
    List<S3Limits.Part> parts = limits(threshold).copyParts(size);

    assertThat(parts).hasSize(count);
    assertThat(parts.get(0).size()).isEqualTo(partSize);
    shouldBeAsS3Wants(parts, size);
  }

  private static void shouldBeAsS3Wants(List<S3Limits.Part> parts, long size) {
    assertThat(parts).hasSizeBetween(2, 10_000);
    long end = 0;
    for (int i = 0; i < parts.size(); i++) {
      S3Limits.Part part = parts.get(i);
      long least = i < parts.size() - 1 ? 5 * MIB : 1;
      boolean fits = part.size() >= least && part.size() <= 5 * GIB;
      if (part.number() != i + 1 || part.first() != end || !fits) {
        throw new AssertionError(part + " after byte " + end + " of " + size);
      }
      end = part.last() + 1;
    }
    assertThat(end).isEqualTo(size);
  }

  @Test
  void shouldCopyAtOnceUpToTheThreshold() {
    assertThat(S3Limits.DEFAULT.copy()).isEqualTo(128 * MIB);
    assertThat(limits(5 * MIB).copy()).isEqualTo(5 * MIB);
    assertThat(S3Limits.of(Settings.of(Map.of()))).isEqualTo(S3Limits.DEFAULT);
  }

  private static S3Limits limits(long threshold) {
    Writing writing =
        new Writing(
            threshold,
            Writing.DEFAULT.storageClass(),
            Writing.DEFAULT.encryption(),
            Writing.DEFAULT.kmsKey(),
            true);
    return S3Limits.of(writing.in(Settings.of(Map.of())));
  }
}
