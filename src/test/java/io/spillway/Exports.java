package io.spillway;

import io.spillway.base.Environment;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.export.Export;
import io.spillway.export.ExportOptions;
import io.spillway.export.ObjectWork;
import io.spillway.ledger.lease.LeaseTiming;
import io.spillway.object.ObjectSource;
import io.spillway.object.States;
import io.spillway.object.plan.PlannedAction;
import io.spillway.object.round.StepRunner;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.request.ProgressListener;
import io.spillway.request.Since;
import io.spillway.store.Stores;
import io.spillway.testing.TestSpark;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;

/** Exports from a source that a test has made. */
public final class Exports {
  private static final LeaseTiming TIMING = LeaseTiming.lasting(Duration.ofMinutes(5));

  private Exports() {}

  static ExportReport run(ObjectSource source, String root, Stores stores) {
    return run(source, root, stores, ExportOptions.DEFAULT);
  }

  static ExportReport run(ObjectSource source, String root, Stores stores, ExportOptions options) {
    Location nowhere = new Location("nowhere", "x", "");
    DestinationContext place =
        DestinationContext.of(Location.parse(root).asRoot(), options.ledger(), nowhere, stores);
    return run(new Alone(), source, new Since.Unsaid(), place, options, TIMING);
  }

  /** A dry run that tells of every action. */
  static ExportReport plan(
      ObjectSource source, String root, Stores stores, Consumer<PlannedAction> actions) {
    ExportOptions options = ExportOptions.DEFAULT.with(Conduct.DEFAULT.dryRun());
    DestinationContext place =
        DestinationContext.of(
            Location.parse(root).asRoot(),
            options.ledger(),
            new Location("nowhere", "x", ""),
            stores);
    StepRunner runner =
        new StepRunner(spark(), options.parallelism(), ProgressListener.NONE, actions);
    return run(new Alone(), source, new Since.Unsaid(), place, options, TIMING, runner);
  }

  private static JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
  }

  static ExportReport run(
      States states,
      ObjectSource target,
      Since since,
      DestinationContext place,
      ExportOptions options,
      LeaseTiming timing) {
    StepRunner runner = new StepRunner(spark(), options.parallelism(), ProgressListener.NONE);
    return run(states, target, since, place, options, timing, runner);
  }

  private static ExportReport run(
      States states,
      ObjectSource target,
      Since since,
      DestinationContext place,
      ExportOptions options,
      LeaseTiming timing,
      StepRunner runner) {
    Environment environment = Environment.system();
    return new Export(
            new ObjectWork(target, states, since, options, runner, environment),
            place,
            timing,
            environment)
        .run();
  }

  private record Alone() implements States {
    @Override
    public ObjectSource at(String id) {
      throw new SpillwayException(SpillwayException.Kind.BAD_INPUT, "There is no state " + id);
    }
  }
}
