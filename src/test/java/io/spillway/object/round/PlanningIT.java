package io.spillway.object.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.ApiClient;
import io.spillway.SparkFilter;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.destination.Prefix;
import io.spillway.ledger.ExportId;
import io.spillway.object.Comparison;
import io.spillway.object.Entry;
import io.spillway.object.ObjectSource;
import io.spillway.object.ReadMode;
import io.spillway.object.copy.MetadataPolicy;
import io.spillway.object.plan.ExportPlan;
import io.spillway.object.plan.PlannedStep;
import io.spillway.object.plan.Slice;
import io.spillway.outcome.Tally;
import io.spillway.request.ProgressListener;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.source.lakefs.LakeFsPin;
import io.spillway.spark.SerializedValues;
import io.spillway.store.Stores;
import io.spillway.testing.TestSpark;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the driver holds of many objects; {@code -Dspillway.planning.objects=N} tries more. */
class PlanningIT {
  private static final int OBJECTS = Integer.getInteger("spillway.planning.objects", 100_000);
  private static final int OBJECTS_PER_FOLDER = 1_000;
  private static final long BYTES_PER_OBJECT = 10;
  private static final int MOST_SLICES_PER_RANGE = 128;
  private static final int MOST_BYTES_PER_SLICE = 256;

  @TempDir private static Path folder;
  private static Sandbox sandbox;
  private static ExportPlan plan;
  private static ObjectSource source;

  @BeforeAll
  static void makePlan() throws Exception {
    sandbox = Sandbox.start(Sandbox.options().ranges(30_000, 10_000));
    Repo repo = sandbox.createRepository("bulk");
    repo.branch("main").commit("bulk", entries());
    LakeFsPin pin =
        new LakeFsPin(
            new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey()), repo.id());
    Stores stores = new Stores(Settings.of(Map.of()));
    source = pin.source(pin.branch("main"), stores);
    ExportId id = ExportId.next(Clock.systemUTC(), RandomGenerator.getDefault());
    Location root = Location.parse("file://" + folder).asRoot();
    Prefix destination = Prefix.of(root, repo.storageNamespace(), stores, id);
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
    plan =
        new StepRunner(spark, 0, ProgressListener.NONE)
            .plan(
                new Job(
                    Comparison.full(source),
                    destination,
                    false,
                    new SparkFilter(),
                    MetadataPolicy.STRICT,
                    ReadMode.AUTO,
                    64,
                    new Journal(stores, root.resolve("outcomes"), 1, false)),
                OptionalLong.empty());
  }

  private static Iterator<Entry> entries() {
    return LongStream.range(0, OBJECTS)
        .mapToObj(i -> Sandbox.syntheticEntry(key(i), BYTES_PER_OBJECT))
        .iterator();
  }

  private static String key(long i) {
    String folder = String.format(Locale.ROOT, "table/day=%06d/", i / OBJECTS_PER_FOLDER);
    return i % OBJECTS_PER_FOLDER == 0
        ? folder + "_SUCCESS"
        : String.format(Locale.ROOT, "%spart-%08d.parquet", folder, i);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void shouldCountEveryObjectOnceInItsRound() throws Exception {
    long markers = (OBJECTS + OBJECTS_PER_FOLDER - 1) / OBJECTS_PER_FOLDER;

    assertThat(source.ranges().size()).isGreaterThan(OBJECTS / 20_000);
    assertThat(plan.failures().isEmpty()).isTrue();
    assertThat(plan.steps())
        .extracting(PlannedStep::tally)
        .containsExactly(
            new Tally(OBJECTS - markers, (OBJECTS - markers) * BYTES_PER_OBJECT),
            new Tally(markers, markers * BYTES_PER_OBJECT),
            Tally.NONE,
            Tally.NONE);
    assertThat(plan.steps().get(0).slices().stream().mapToLong(s -> s.split().changes()).sum())
        .isEqualTo(OBJECTS);
  }

  @Test
  void shouldHoldFewSlicesOfARangeHoweverManyItsObjects() {
    Map<String, Long> slices =
        plan.steps().get(0).slices().stream()
            .collect(
                Collectors.groupingBy(
                    s -> s.split().ranges().get(0).file(), Collectors.counting()));

    assertThat(slices.values())
        .allMatch(count -> count <= MOST_SLICES_PER_RANGE)
        .as("some range is large enough to meet the bound")
        .anyMatch(count -> count >= MOST_SLICES_PER_RANGE / 2);
  }

  @Test
  void shouldSendTheWorkersLittle() {
    for (PlannedStep planned : plan.steps()) {
      long bytes =
          Packing.pack(planned, TestSpark.CORES).stream()
              .mapToLong(pack -> SerializedValues.encode(pack).length)
              .sum();
      List<Slice> slices = planned.slices();
      assertThat(bytes).isLessThan(1024 + (long) slices.size() * MOST_BYTES_PER_SLICE);
    }
  }
}
