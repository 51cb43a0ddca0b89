package io.spillway;

import io.spillway.base.Messages;
import io.spillway.base.SpillwayException;
import io.spillway.cli.LogNoise;
import io.spillway.store.hadoop.HadoopSettings;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host for the session of this process, which ends with the work. If the process already had a
 * session, both stay unchanged and continue.
 */
final class ThisProcess implements Host {
  private static final Logger LOG = LoggerFactory.getLogger(ThisProcess.class);
  private static final String LOCAL_MASTER = "local[*]";
  private static final Pattern LEAST_MEMORY =
      Pattern.compile("memory \\d+ must be at least (\\d+)");
  private static final long MIB = 1 << 20;

  /** Returns whether other code has already started Spark in this process. */
  static boolean isGuest() {
    try {
      return SparkEnv.get() != null;
    } catch (LinkageError e) {
      return false; // Spark is not on the class path
    }
  }

  /**
   * Loads libraries on a daemon thread, because a small export, such as one commit after another,
   * spends most of its time on loading them. Nothing waits for it, and its failure has no effect.
   */
  @Override
  public void prepare(Runnable warmUp) {
    Thread thread = new Thread(() -> load(warmUp), "spillway-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private static void load(Runnable warmUp) {
    try {
      warmUp.run();
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("The export will load its libraries as it comes to them", e);
    }
  }

  @Override
  public Configuration storage() {
    return isGuest()
        ? Engine.context(SparkSession.builder().getOrCreate()::sparkContext).hadoopConfiguration()
        : HadoopSettings.ofThisProcess();
  }

  @Override
  public <T> T run(String name, boolean verbose, Function<SparkSession, T> work) {
    if (isGuest()) {
      return work.apply(SparkSession.builder().getOrCreate());
    }
    if (!verbose) {
      hush();
    }
    SparkSession.Builder builder = SparkSession.builder().appName(name);
    if (System.getProperty("spark.master") == null) {
      builder.master(LOCAL_MASTER); // the process does not run under spark-submit
    }
    SparkSession spark = started(builder);
    try {
      return work.apply(spark);
    } finally {
      spark.stop();
    }
  }

  private static SparkSession started(SparkSession.Builder builder) {
    try {
      return builder.getOrCreate();
    } catch (Exception e) { // Scala does not declare a FileNotFoundException of eventLog.dir
      throw notStarted(e);
    }
  }

  /** Returns the error of a Spark that does not start with its settings, in one sentence. */
  static SpillwayException notStarted(Exception e) {
    String said = Messages.firstLine(e);
    Matcher memory = LEAST_MEMORY.matcher(said);
    String why =
        memory.find()
            ? "it needs "
                + Long.parseLong(memory.group(1)) / MIB
                + " MiB of memory at least: give --driver-memory=1g or more."
            : said;
    return new SpillwayException(
        SpillwayException.Kind.BAD_INPUT, "Spark does not start: " + why, e);
  }

  @Override
  public int exitCode(SpillwayException e) {
    if (isGuest()) {
      throw e;
    }
    return Host.super.exitCode(e);
  }

  /**
   * Makes Spark configure its logging now. Spark 4 configures its log again at its first message,
   * which would undo earlier settings.
   */
  static void hush() {
    try {
      new SparkConf(false).initializeLogIfNecessary(false, true);
    } catch (NoSuchMethodError e) {
      // Spark does not guarantee this class. Without it, Spark only logs more.
    }
    LogNoise.hush();
  }
}
