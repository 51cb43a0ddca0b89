package io.spillway.object.round;

import io.spillway.ledger.OutcomeLog;
import io.spillway.object.plan.Step;
import io.spillway.outcome.Cost;
import io.spillway.outcome.Summary;
import io.spillway.spark.InFlight;
import io.spillway.spark.RunningTasks;
import io.spillway.spark.SerializedValues;
import io.spillway.spark.TaskRequests;
import io.spillway.store.Meter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.LongAccumulator;

/**
 * A task that settles the keys of one step in a few slices. It streams changes and runs requests on
 * the executor's shared threads. A key that fails does not stop its neighbours. Only a summary
 * returns to the driver.
 */
public final class SettleTask implements FlatMapFunction<Iterator<byte[]>, byte[]> {
  private static final long serialVersionUID = 1L;

  private final Job job;
  private final Step step;
  private final int failuresKept;
  private final LongAccumulator objects;
  private final LongAccumulator bytes;

  SettleTask(Job job, Step step, int failuresKept, LongAccumulator objects, LongAccumulator bytes) {
    this.job = job;
    this.step = step;
    this.failuresKept = failuresKept;
    this.objects = objects;
    this.bytes = bytes;
  }

  @Override
  public Iterator<byte[]> call(Iterator<byte[]> packs) throws Exception {
    job.destination().requireShared();
    RunningTasks.here().begin(job.run());
    try {
      return settleAll(packs);
    } finally {
      RunningTasks.here().end(job.run());
    }
  }

  private Iterator<byte[]> settleAll(Iterator<byte[]> packs) throws Exception {
    List<byte[]> summaries = new ArrayList<>();
    try (OutcomeLog log = job.journal().log(step)) {
      while (packs.hasNext()) {
        Summary done = settle(SerializedValues.decode(packs.next(), Pack.class), log);
        objects.add(done.objects());
        bytes.add(done.copied().bytes());
        summaries.add(SerializedValues.encode(done));
      }
    }
    return summaries.iterator();
  }

  private Summary settle(Pack pack, OutcomeLog log) throws InterruptedException {
    long begun = System.nanoTime();
    Meter meter = new Meter();
    try (Meter.Scope ignored = meter.bind()) {
      Summary done = work(pack, log);
      Duration time = Duration.ofNanos(System.nanoTime() - begun);
      return done.plus(Summary.of(Cost.of(pack.task(step, time), meter.traffic())));
    }
  }

  private Summary work(Pack pack, OutcomeLog log) throws InterruptedException {
    Summary.Collector summary = new Summary.Collector(failuresKept);
    Account account = new Account(job.id(), summary, log);
    TaskRequests requests = new TaskRequests(InFlight.of(job.maxConcurrency()));
    Settling settling =
        step.deletes()
            ? new Deletion(job, account, requests)
            : new Copying(job, account, requests, pack.tally(step).objects());
    try {
      Walk.of(job, step).walk(pack, settling);
      settling.finish();
    } finally {
      requests.awaitAll();
      account.flush(step);
    }
    Summary done = summary.summary();
    return (step.mirrors() ? done.mirroring() : done).plus(Summary.remarking(settling.remarks()));
  }
}
