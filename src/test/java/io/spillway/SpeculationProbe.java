package io.spillway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.SparkSession;

/** Exports in a JVM that has the built jar, with a task so slow that Spark runs it twice. */
final class SpeculationProbe {
  private SpeculationProbe() {}

  /**
   * Lets the first attempt wait at one key until another attempt has got beyond it; both go on
   * then.
   */
  static final class WaitsForItsDouble implements KeyFilter {
    private static final long serialVersionUID = 1L;
    private static final int POLL_MILLIS = 20;

    private final String arrived;
    private final String flag;

    WaitsForItsDouble(String arrived, String flag) {
      this.arrived = arrived;
      this.flag = flag;
    }

    @Override
    public int rounds() {
      return 1;
    }

    @Override
    public int roundForKey(String key) {
      if (key.equals("k/900") && Files.isDirectory(Path.of(arrived))) {
        try {
          if (TaskContext.get().attemptNumber() > 0) {
            Files.writeString(Path.of(flag), "a double was here");
          }
          while (!Files.exists(Path.of(flag))) {
            Thread.sleep(POLL_MILLIS);
          }
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return 1;
    }
  }

  /** Counts attempts that Spark made because others were slow. */
  static final class Doubles extends SparkListener {
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    @Override
    public void onTaskStart(SparkListenerTaskStart task) {
      started.addAndGet(task.taskInfo().speculative() ? 1 : 0);
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      ended.addAndGet(task.taskInfo().speculative() ? 1 : 0);
    }
  }

  /** Takes a repository, a destination folder and the file that tells of the double. */
  public static void main(String[] args) {
    Doubles doubles = new Doubles();
    try (SparkSession spark = SparkSession.builder().appName("speculation").getOrCreate()) {
      spark.sparkContext().addSparkListener(doubles);
      ApiClient client = new ApiClient(spark.sparkContext().hadoopConfiguration());
      KeyFilter filter = new WaitsForItsDouble(args[1] + "/k", args[2]);
      ExportReport report =
          new Exporter(spark, client, filter, args[0], "file://" + args[1], 4)
              .exportAllFromBranch("main");
      System.out.println(report.success() + " " + report.objects() + " " + report.bytes());
    }
    System.out.println("doubles: " + doubles.started.get());
  }
}
