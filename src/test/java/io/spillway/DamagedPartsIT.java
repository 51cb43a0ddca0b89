package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.store.s3.Fault;
import io.spillway.store.s3.FaultRule;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.S3Lake;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Objects that lie in parts, so that their tag is no digest, and whose checksum in the commit is
 * one. Seed 1165 of {@link FaultMixSoak} met this: an export that failed for other keys had taken a
 * damaged object for done, and the next one signed SUCCESS over it.
 */
class DamagedPartsIT {
  @TempDir Path temp;

  @ParameterizedTest
  @EnumSource(names = {"STREAMED", "FOLDER"})
  void shouldNotSignForAnObjectOfPartsThatWasDamagedOnItsWayIn(Trial.Way way) throws IOException {
    try (S3Lake lake = S3Lake.start(S3Server.Kind.S3PROXY);
        Trial trial = new Trial(lake, way, temp)) {
      // Given
      trial.some(2).large("large").commit();
      FaultRule rule = trial.proxy().inject(Fault.flippedAnswer(), trial.readOf("large"), 1);

      // When: the commit's MD5 is not the one of what came
      trial.shouldEndRight();

      // Then
      assertThat(rule.fired()).isEqualTo(1);
      trial.shouldSucceedOnceHealed();
    }
  }

  /** Seed 1064 met this: the same byte of both reads was damaged, and SUCCESS signed over it. */
  @ParameterizedTest
  @EnumSource(names = {"STREAMED", "FOLDER"})
  void shouldNotSignForOneThatIsDamagedAlikeWheneverItIsRead(Trial.Way way) throws IOException {
    try (S3Lake lake = S3Lake.start(S3Server.Kind.S3PROXY);
        Trial trial = new Trial(lake, way, temp)) {
      // Given
      trial.some(2).large("large").commit();
      FaultRule rule = trial.proxy().inject(Fault.flippedAnswer(), trial.readOf("large"), 100);

      // When
      trial.shouldFailNaming("large");

      // Then
      assertThat(rule.fired()).isPositive();
      trial.shouldSucceedOnceHealed();
    }
  }

  /** What was uploaded in parts of a usual size is known by its tag, and read once. */
  @ParameterizedTest
  @EnumSource(names = {"STREAMED", "FOLDER"})
  void shouldReadOneOnceThatItsTagTellsToBeWhole(Trial.Way way) throws IOException {
    try (S3Lake lake = S3Lake.start(S3Server.Kind.S3PROXY);
        Trial trial = new Trial(lake, way, temp)) {
      // Given
      trial.some(2).large("large").commit();
      FaultRule rule = trial.proxy().inject(Fault.then(() -> {}), trial.readOf("large"), 100);

      // When
      trial.shouldSucceed();

      // Then
      assertThat(rule.fired()).isEqualTo(1);
    }
  }
}
