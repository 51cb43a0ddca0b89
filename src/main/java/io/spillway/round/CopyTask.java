package io.spillway.round;

import io.spillway.lakefs.Entry;
import io.spillway.plan.Outcome;
import io.spillway.plan.Slice;
import io.spillway.plan.Summary;
import io.spillway.source.EntryCursor;
import io.spillway.transfer.Copier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Phaser;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.LongAccumulator;

/**
 * Copies what one round finds in a few slices. Entries stream by; the copies run on the executor's
 * shared threads, and a key that fails does not stop its neighbours. Only a summary goes back.
 */
final class CopyTask implements FlatMapFunction<Iterator<byte[]>, byte[]> {
  private static final long serialVersionUID = 1L;

  private final Job job;
  private final int round;
  private final int failuresKept;
  private final LongAccumulator objects;
  private final LongAccumulator bytes;

  CopyTask(Job job, int round, int failuresKept, LongAccumulator objects, LongAccumulator bytes) {
    this.job = job;
    this.round = round;
    this.failuresKept = failuresKept;
    this.objects = objects;
    this.bytes = bytes;
  }

  @Override
  public Iterator<byte[]> call(Iterator<byte[]> packs) throws Exception {
    if (!job.destination().isShared()) {
      throw new IOException(
          "Worker "
              + hostName()
              + " does not see the driver's "
              + job.destination().root()
              + ": on a cluster a file:// destination must be a folder that all machines share");
    }
    List<byte[]> summaries = new ArrayList<>();
    while (packs.hasNext()) {
      Summary.Collector summary = new Summary.Collector(failuresKept);
      Run run = new Run(Copiers.of(job), summary);
      try {
        for (Slice slice : Wire.decode(packs.next(), Pack.class).slices()) {
          run.copy(slice);
        }
      } finally {
        run.awaitAll();
      }
      Summary done = summary.summary();
      objects.add(done.objects());
      bytes.add(done.copied().bytes());
      summaries.add(Wire.encode(done));
    }
    return summaries.iterator();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "without a name";
    }
  }

  /** One task's way through its slices. */
  private final class Run {
    private final Copier copier;
    private final Summary.Collector summary;
    private final Phaser pending = new Phaser(1);
    private final InFlight inFlight = InFlight.of(job.maxConcurrency());

    Run(Copier copier, Summary.Collector summary) {
      this.copier = copier;
      this.summary = summary;
    }

    void copy(Slice slice) throws InterruptedException {
      try (EntryCursor entries = job.source().entries(slice.split())) {
        for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
          stopIfKilled();
          if (job.filter().roundForKey(entry.path()) == round) {
            submit(entry);
          }
        }
      } catch (IOException | RuntimeException e) {
        summary.failed(slice.split().toString(), CountTask.reason(e));
      }
    }

    private void submit(Entry entry) throws InterruptedException {
      pending.register();
      try {
        inFlight.run(
            () -> {
              try {
                copy(entry);
              } finally {
                pending.arriveAndDeregister();
              }
            });
      } catch (InterruptedException | RuntimeException | Error e) {
        pending.arriveAndDeregister();
        throw e;
      }
    }

    private void copy(Entry entry) {
      try {
        Outcome outcome = copier.copy(entry);
        outcome.addTo(summary);
      } catch (RuntimeException e) {
        // Whatever it was, this object is not known to be there.
        summary.failed(entry.path(), e.toString());
      } catch (Error e) {
        // Not this object's trouble but the process's: Spark ends the executor.
        summary.failed(entry.path(), e.toString());
        throw e;
      }
      Live.advance(job.id(), 1, entry.size());
    }

    private void stopIfKilled() throws InterruptedException {
      TaskContext task = TaskContext.get();
      if (Thread.interrupted() || (task != null && task.isInterrupted())) {
        throw new InterruptedException("The task was killed");
      }
    }

    void awaitAll() {
      pending.arriveAndAwaitAdvance();
    }
  }
}
