package io.spillway;

import io.spillway.destination.Prefix;
import io.spillway.ledger.ExportId;
import io.spillway.round.RoundRunner;
import io.spillway.source.ObjectSource;
import io.spillway.store.Stores;
import io.spillway.testing.TestSpark;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.apache.spark.api.java.JavaSparkContext;

/** Exports from a source that a test has made. */
final class Exports {
  private Exports() {}

  static ExportReport run(ObjectSource source, String root, Stores stores) {
    ExportId id = ExportId.next(Clock.systemUTC(), RandomGenerator.getDefault());
    Location nowhere = new Location("nowhere", "x", "");
    Prefix destination = Prefix.of(Location.parse(root).asRoot(), nowhere, stores, id);
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
    RoundRunner runner = new RoundRunner(spark, 0, ProgressListener.NONE);
    return new Export(source, destination, ExportOptions.DEFAULT, runner, Clock.systemUTC()).run();
  }
}
