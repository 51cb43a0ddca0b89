package io.spillway.testing;

import io.spillway.base.SpillwayException;
import io.spillway.spark.JobRun;
import io.spillway.spark.JobRunner;
import io.spillway.spark.SerializedValues;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.LongAccumulator;

/** A runner of jobs without Spark: runs each task on the calling thread, one after another. */
public final class InlineJobs implements JobRunner {
  private volatile boolean stopped;
  private Consumer<Stage> before = stage -> {};

  /** Runs something before each job. */
  public InlineJobs before(Consumer<Stage> other) {
    before = other;
    return this;
  }

  @Override
  public <T extends Serializable> Stream<T> run(
      JobRun job,
      Stage stage,
      List<byte[]> inputs,
      int tasks,
      FlatMapFunction<Iterator<byte[]>, byte[]> task,
      Class<T> result,
      Watch watch) {
    return results(stage, inputs, task).stream()
        .map(bytes -> SerializedValues.decode(bytes, result));
  }

  @Override
  public void stream(
      JobRun job,
      Stage stage,
      List<byte[]> inputs,
      int tasks,
      FlatMapFunction<Iterator<byte[]>, byte[]> task,
      Watch watch,
      Consumer<byte[]> sink) {
    results(stage, inputs, task).forEach(sink);
  }

  @Override
  public void lanes(
      JobRun job,
      Stage stage,
      List<byte[]> inputs,
      int lanes,
      FlatMapFunction<Iterator<byte[]>, byte[]> task,
      Watch watch,
      Consumer<byte[]> each,
      Runnable tick) {
    for (byte[] input : inputs) {
      results(stage, List.of(input), task).forEach(each);
      tick.run();
    }
  }

  @Override
  public void spread(
      JobRun job,
      Stage stage,
      List<byte[]> inputs,
      FlatMapFunction<Iterator<byte[]>, byte[]> task,
      Watch watch,
      Consumer<byte[]> each,
      Runnable tick) {
    results(stage, inputs, task).forEach(each);
    tick.run();
  }

  private List<byte[]> results(
      Stage stage, List<byte[]> inputs, FlatMapFunction<Iterator<byte[]>, byte[]> task) {
    before.accept(stage);
    List<byte[]> results = new ArrayList<>();
    for (byte[] input : inputs) {
      if (stopped) {
        throw new SpillwayException(SpillwayException.Kind.FAILED, "The jobs were stopped");
      }
      try {
        task.call(List.of(input).iterator()).forEachRemaining(results::add);
      } catch (Exception e) {
        throw new SpillwayException(
            SpillwayException.Kind.FAILED, "A task failed: " + e.getMessage(), e);
      }
    }
    return results;
  }

  @Override
  public LongAccumulator counter() {
    return new LongAccumulator();
  }

  @Override
  public int cores() {
    return 2;
  }

  @Override
  public boolean speculates() {
    return false;
  }

  @Override
  public boolean isAlone() {
    return true;
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public boolean mayStillWrite() {
    return false;
  }
}
