package io.spillway.rows.round;

import io.spillway.base.Messages;
import io.spillway.outcome.Cost;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Summary;
import io.spillway.spark.InFlight;
import io.spillway.spark.JvmProgress;
import io.spillway.spark.RunningTasks;
import io.spillway.spark.SerializedValues;
import io.spillway.spark.TaskRequests;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.Meter;
import io.spillway.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** A task that marks tables as completely written, with an empty object each. */
final class SucceedTask implements FlatMapFunction<Iterator<byte[]>, byte[]> {
  private static final long serialVersionUID = 1L;

  private final RowJob job;

  SucceedTask(RowJob job) {
    this.job = job;
  }

  @Override
  public Iterator<byte[]> call(Iterator<byte[]> paths) throws Exception {
    job.destination().requireShared();
    RunningTasks.here().begin(job.run());
    Meter meter = new Meter();
    try (Meter.Scope ignored = meter.bind()) {
      Failures.Collector failures = new Failures.Collector(Failures.MAX_KEPT);
      List<String> all = new ArrayList<>();
      paths.forEachRemaining(bytes -> all.add(SerializedValues.decode(bytes, String.class)));
      TaskRequests requests = new TaskRequests(InFlight.of(job.maxConcurrency()));
      try {
        for (String path : all) {
          requests.submit(() -> put(path, failures));
        }
      } finally {
        requests.awaitAll();
      }
      Summary done =
          Summary.of(failures.failures()).plus(Summary.of(Cost.ofPlanning(meter.traffic())));
      return List.of(SerializedValues.encode(done)).iterator();
    } finally {
      RunningTasks.here().end(job.run());
    }
  }

  private void put(String path, Failures.Collector failures) {
    ObjectStore store = job.destination().store();
    try {
      store.write(job.destination().key(path), Body.of(new byte[0]), Attributes.NONE);
      JvmProgress.advance(job.id(), 1, 0);
    } catch (IOException | RuntimeException e) {
      synchronized (failures) {
        failures.add(path, Messages.of(e));
      }
    }
  }
}
