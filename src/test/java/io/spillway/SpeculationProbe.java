package io.spillway;

import io.spillway.report.ExportReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** Exports in a JVM that has the built jar, with a task so slow that Spark runs it twice. */
final class SpeculationProbe {
  private static final int MEMORY_MIB = 1_024;

  private SpeculationProbe() {}

  /**
   * Lets the first attempt wait at one key until another attempt has got beyond it; both go on
   * then.
   */
  static final class WaitsForItsDouble implements KeyFilter {
    private static final long serialVersionUID = 1L;
    private static final int POLL_MILLIS = 20;
    private static final int PATIENCE_SECONDS = 60;

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
          long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
          while (!Files.exists(Path.of(flag)) && System.nanoTime() < end) {
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

    @Override
    public void onTaskStart(SparkListenerTaskStart task) {
      started.addAndGet(task.taskInfo().speculative() ? 1 : 0);
    }
  }

  /**
   * A cluster in this process, of two machines as far as Spark can know: it never gives a task a
   * double on the machine where it runs.
   *
   * @return its address
   */
  private static String startCluster(SparkConf conf, String work) {
    int port = Master.startRpcEnvAndEndpoint("127.0.0.1", 0, 0, conf)._1().address().port();
    String master = "spark://127.0.0.1:" + port;
    for (int i = 1; i <= 2; i++) {
      Worker.startRpcEnvAndEndpoint(
          "127.0.0." + i,
          0,
          0,
          1,
          MEMORY_MIB,
          new String[] {master},
          work,
          Option.apply(i),
          conf,
          Option.empty());
    }
    return master;
  }

  /** Takes a repository, a destination folder, the file that tells of the double, and a folder. */
  public static void main(String[] args) {
    Doubles doubles = new Doubles();
    SparkConf conf = new SparkConf();
    conf.setMaster(startCluster(conf, args[3]));
    try (SparkSession spark =
        SparkSession.builder().config(conf).appName("speculation").getOrCreate()) {
      spark.sparkContext().addSparkListener(doubles);
      ApiClient client = new ApiClient(spark.sparkContext().hadoopConfiguration());
      KeyFilter filter = new WaitsForItsDouble(args[1] + "/k", args[2]);
      ExportReport report =
          new Exporter(spark, client, filter, args[0], "file://" + args[1], 4)
              .exportAllFromBranch("main");
      System.out.println(report.success() + " " + report.objects() + " " + report.bytes());
    }
    System.out.println("doubles: " + doubles.started.get());
    // The cluster's own threads would go on.
    Runtime.getRuntime().halt(0);
  }
}
