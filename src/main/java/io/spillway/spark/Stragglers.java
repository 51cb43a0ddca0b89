package io.spillway.spark;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/**
 * The tasks of one job that still run. Spark ends a job while some tasks run: after a failure, and
 * after a speculative task has finished first. Their requests in flight still arrive at the
 * destination, possibly after the writes of the next export.
 */
final class Stragglers extends SparkListener implements AutoCloseable {
  /** The property of a job that holds its name. */
  static final String JOB = "spillway.job";

  /** The longest time of a request. After that, the export's lease is left to expire. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The longest wait for a job to begin; Spark never reports one that could not. */
  private static final Duration PATIENCE_BEFORE_START = Duration.ofSeconds(5);

  private static final long LOOK_MILLIS = 100;

  private final SparkContext spark;
  private final String job;
  private final Set<Integer> jobs = new HashSet<>();
  private final Set<Integer> stages = new HashSet<>();
  private final Set<Long> running = new HashSet<>();
  private boolean hasStarted;
  private boolean lostAWorker;

  private Stragglers(SparkContext spark, String job) {
    this.spark = spark;
    this.job = job;
  }

  /** Begins to watch. Must be called before the job begins. */
  static Stragglers watch(SparkContext spark, String job) {
    Stragglers stragglers = new Stragglers(spark, job);
    spark.addSparkListener(stragglers);
    return stragglers;
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart started) {
    if (job.equals(started.properties().getProperty(JOB))) {
      hasStarted = true;
      jobs.add(started.jobId());
    }
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted submitted) {
    if (job.equals(submitted.properties().getProperty(JOB))) {
      stages.add(submitted.stageInfo().stageId());
    }
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart started) {
    if (stages.contains(started.stageId())) {
      running.add(started.taskInfo().taskId());
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd ended) {
    running.remove(ended.taskInfo().taskId());
    lostAWorker |=
        stages.contains(ended.stageId()) && ended.reason() instanceof ExecutorLostFailure;
    notifyAll();
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd ended) {
    jobs.remove(ended.jobId());
    notifyAll();
  }

  /**
   * Waits until the last task of the job has ended, within limits.
   *
   * @param givesUp polled from time to time
   * @return whether it has ended, or the job never began
   */
  synchronized boolean await(BooleanSupplier givesUp) {
    long begun = System.nanoTime();
    while (!(hasStarted && jobs.isEmpty() && running.isEmpty())) {
      Duration patience = hasStarted ? PATIENCE : PATIENCE_BEFORE_START;
      boolean isOver = System.nanoTime() - begun > patience.toNanos();
      // Spark reports a job some time after it began: before that, giving up proves nothing.
      if (isOver || (hasStarted && givesUp.getAsBoolean())) {
        return !hasStarted && !spark.isStopped();
      }
      try {
        TimeUnit.MILLISECONDS.timedWait(this, LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /** Returns whether Spark has reported the loss of an executor that ran a task of the job. */
  synchronized boolean lostAWorker() {
    return lostAWorker;
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
