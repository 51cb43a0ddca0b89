package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.Trial.Ended;
import io.spillway.Trial.Way;
import io.spillway.store.s3.Fault;
import io.spillway.store.s3.FaultRule;
import io.spillway.store.s3.FaultyProxy;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.S3Lake;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens to the files and listings that tell what a commit holds, on their way here. */
class MetadataFaultsIT {
  private static final int OBJECTS = 31;

  @RegisterExtension static final S3Lake lake = S3Lake.on(S3Server.Kind.S3PROXY);

  @TempDir Path temp;
  private Trial trial;

  @BeforeEach
  void commit() throws IOException {
    trial = new Trial(lake, Way.SERVER_SIDE, temp).some(OBJECTS - 1).commit();
  }

  @AfterEach
  void end() throws IOException {
    trial.close();
  }

  static Stream<Arguments> damage() {
    return Stream.of(
        Arguments.of("a flipped byte", Fault.flippedAnswer()),
        Arguments.of("cut short", Fault.cutAnswer()),
        Arguments.of("short, with a length that fits", Fault.shortAnswer()),
        Arguments.of("reset", Fault.resetInAnswer()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damage")
  void shouldFetchAMetadataFileAgainThatWasDamagedOnTheWay(String name, Fault fault) {
    // Given
    FaultRule rule = trial.proxy().inject(FaultRule.eachFirst(1, fault, trial.readsOfMetadata()));

    // When
    trial.shouldSucceed();

    // Then
    assertThat(rule.fired()).as("a metarange and a range").isEqualTo(2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damage")
  void shouldCopyNothingWhenARangeIsAlwaysDamaged(String name, Fault fault) {
    // Given
    String range = trial.repo().ranges("main").get(0).id();
    FaultRule rule =
        trial
            .proxy()
            .inject(fault, trial.readsOfMetadata().and(request -> request.key().endsWith(range)));

    // When
    Ended ended = trial.shouldEndRight();

    // Then
    assertThat(rule.fired()).isPositive();
    assertThat(ended.failure()).isNotNull();
    assertThat(ended.failures().get(0).toString()).contains(range);
    assertThat(lake.requests(trial.toData().and(Trial.by("PUT")))).isEmpty();
    trial.shouldSucceedOnceHealed();
  }

  @Test
  void shouldNotWaitForAMetadataFileThatStalls() {
    // Given
    trial.impatient(1_000);
    FaultRule before = trial.proxy().inject(Fault.stall(), trial.readsOfMetadata(), 1);
    FaultRule during = trial.proxy().inject(Fault.stallInAnswer(), trial.readsOfMetadata(), 1);

    // When
    trial.shouldSucceed();

    // Then
    assertThat(before.fired()).isEqualTo(1);
    assertThat(during.fired()).isEqualTo(1);
  }

  @Test
  void shouldReadMetadataThroughLakeFsWhenTheJobMayNotReadIt() {
    // Given
    FaultRule rule =
        trial.proxy().inject(Fault.refuse(403, "AccessDenied"), trial.readsOfMetadata());

    // When
    trial.shouldSucceed();

    // Then
    assertThat(rule.fired()).isPositive();
  }

  static Stream<Arguments> damageOfListings() {
    return Stream.of(
        Arguments.of("cut short", Fault.cutAnswer()),
        Arguments.of("short, with a length that fits", Fault.shortAnswer()),
        Arguments.of("reset", Fault.resetInAnswer()),
        Arguments.of("500", Fault.refuse(500, "internal")));
  }

  /** Lists through lakeFS's REST API, behind a proxy of its own. */
  private FaultyProxy listing() throws IOException {
    lake.sandbox().refuse(request -> request.path().contains("/metadata/"), 403, "no permission");
    FaultyProxy proxy = FaultyProxy.before(URI.create(lake.sandbox().url()));
    String url = proxy.endpoint("127.0.0.1") + URI.create(lake.sandbox().url()).getPath();
    trial.asking(new ApiClient(url, lake.sandbox().accessKey(), lake.sandbox().secretKey()));
    return proxy;
  }

  private static Predicate<RecordedRequest> isListing() {
    return request -> request.path().endsWith("/objects/ls");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damageOfListings")
  void shouldEndRightWhenAListingIsDamagedOnce(String name, Fault fault) throws IOException {
    try (FaultyProxy proxy = listing()) {
      // Given
      FaultRule rule = proxy.inject(fault, isListing(), 1);

      // When
      Ended ended = trial.shouldEndRight();

      // Then
      assertThat(rule.fired()).as("%s", ended).isEqualTo(1);
      proxy.heal();
      trial.shouldSucceedOnceHealed();
    } finally {
      lake.sandbox().refuseNothing();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damageOfListings")
  void shouldCopyNothingWhenListingsAreAlwaysDamaged(String name, Fault fault) throws IOException {
    try (FaultyProxy proxy = listing()) {
      // Given
      FaultRule rule = proxy.inject(fault, isListing());

      // When
      Ended ended = trial.shouldEndRight();

      // Then
      assertThat(rule.fired()).isPositive();
      assertThat(ended.failure()).isNotNull();
      assertThat(ended.failures().toString()).contains("list");
      assertThat(lake.requests(trial.toData().and(Trial.by("PUT")))).isEmpty();
      proxy.heal();
      trial.shouldSucceedOnceHealed();
    } finally {
      lake.sandbox().refuseNothing();
    }
  }
}
