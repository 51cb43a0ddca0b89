package io.spillway.simulation;

import io.spillway.base.SpillwayException;
import io.spillway.spark.InFlight;
import io.spillway.spark.JobRun;
import io.spillway.spark.JobRunner;
import io.spillway.spark.SerializedValues;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.LongAccumulator;

/** The jobs of one process: each task runs on the thread of its driver, one after another. */
final class SimulatedJobs implements JobRunner {
  private final World world;
  private final Process process;
  private boolean stopped;

  SimulatedJobs(World world, Process process) {
    this.world = world;
    this.process = process;
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
    return results(inputs, task).stream().map(bytes -> SerializedValues.decode(bytes, result));
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
    results(inputs, task).forEach(sink);
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
      results(List.of(input), task).forEach(each);
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
    results(inputs, task).forEach(each);
    tick.run();
  }

  private List<byte[]> results(
      List<byte[]> inputs, FlatMapFunction<Iterator<byte[]>, byte[]> task) {
    List<byte[]> results = new ArrayList<>();
    for (byte[] input : inputs) {
      process.requireLife();
      if (stopped) {
        throw new SpillwayException(SpillwayException.Kind.FAILED, "The jobs were stopped");
      }
      try {
        InFlight.with(new Inline(), () -> task.call(List.of(input).iterator()))
            .forEachRemaining(results::add);
      } catch (Exception e) {
        throw new SpillwayException(
            SpillwayException.Kind.FAILED, "A task failed: " + e.getMessage(), e);
      }
    }
    return results;
  }

  /** Requests in flight, one at a time. */
  private final class Inline implements InFlight.Workers {
    @Override
    public void run(Runnable work) {
      try {
        work.run();
      } catch (Death e) {
        // a thread of a process that is dead
      }
    }

    @Override
    public void await(BooleanSupplier done) {
      process.requireLife();
      if (!done.getAsBoolean()) {
        world.model().broken("a request has no end", null);
      }
    }
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
    return false;
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
