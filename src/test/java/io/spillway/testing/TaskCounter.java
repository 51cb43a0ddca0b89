package io.spillway.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/** Counts the tasks of Spark's jobs by their descriptions. */
public final class TaskCounter extends SparkListener implements AutoCloseable {
  private final SparkContext context;
  private final Map<Integer, String> descriptionByStage = new ConcurrentHashMap<>();
  private final Map<Integer, String> descriptionByJob = new ConcurrentHashMap<>();
  private final Map<Integer, LongAdder> tasksByStage = new ConcurrentHashMap<>();

  private TaskCounter(SparkContext context) {
    this.context = context;
  }

  /** Counts from now on. */
  public static TaskCounter on(SparkSession spark) {
    TaskCounter counter = new TaskCounter(spark.sparkContext());
    spark.sparkContext().addSparkListener(counter);
    return counter;
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    String description = job.properties().getProperty("spark.job.description", "");
    descriptionByJob.put(job.jobId(), description);
    job.stageIds().foreach(stage -> descriptionByStage.put((Integer) stage, description));
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    tasksByStage.computeIfAbsent(task.stageId(), ignored -> new LongAdder()).increment();
  }

  /** Waits until everything that happened is counted. */
  public void await() {
    try {
      context.listenerBus().waitUntilEmpty(TimeUnit.SECONDS.toMillis(30));
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many tasks ended in jobs whose description has that text. */
  public long tasksOf(String description) {
    return descriptionByStage.entrySet().stream()
        .filter(stage -> stage.getValue().contains(description))
        .mapToLong(stage -> tasksByStage.getOrDefault(stage.getKey(), new LongAdder()).sum())
        .sum();
  }

  /** How many jobs began whose description has that text. */
  public long jobsOf(String description) {
    return descriptionByJob.values().stream().filter(text -> text.contains(description)).count();
  }

  @Override
  public void close() {
    context.removeSparkListener(this);
  }
}
