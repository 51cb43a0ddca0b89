package io.spillway;

import io.spillway.base.Environment;
import io.spillway.base.GivenLocation;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.export.Cancellation;
import io.spillway.export.Export;
import io.spillway.export.ExportHandle;
import io.spillway.export.ExportOptions;
import io.spillway.export.ObjectWork;
import io.spillway.export.States;
import io.spillway.export.Verification;
import io.spillway.export.VerifyOptions;
import io.spillway.ledger.lease.LeaseTiming;
import io.spillway.object.ObjectSource;
import io.spillway.object.ReadMode;
import io.spillway.object.plan.PlannedAction;
import io.spillway.object.round.RoundRunner;
import io.spillway.object.verify.Difference;
import io.spillway.object.verify.Verifier;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.report.VerifyReport;
import io.spillway.request.ProgressListener;
import io.spillway.request.Since;
import io.spillway.source.lakefs.LakeFsPin;
import io.spillway.source.lakefs.api.Commit;
import io.spillway.source.lakefs.api.Repository;
import io.spillway.store.Meter;
import io.spillway.store.Stores;
import io.spillway.store.hadoop.HadoopSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * An exporter of states of a lakeFS repository to a prefix of an object store or to a directory.
 * The class and its methods are named as in lakeFS's own exporter.
 *
 * <pre>{@code
 * var client = new ApiClient("http://host:8000/api/v1", accessKey, secretKey);
 * var report = new Exporter(spark, client, "example-repo", "s3://bucket/prefix/").exportAllFromBranch("main");
 * }</pre>
 *
 * <p>Every export method pins one commit, makes the destination equal to it, verifies each object,
 * and writes a marker at the root. Objects that the destination's ledger records as present are not
 * copied again. Every export method throws {@link ExportFailedException} if the export ended
 * without SUCCESS, and another {@link SpillwayException} if it could not begin.
 */
public final class Exporter {
  private static final String LEASE_TIME = "spark.spillway.lease.time";
  private static final long LEASE_SECONDS = 300;
  private static final String CONNECT =
      "Cannot export in a session of Spark Connect, for it reaches no SparkContext: use a classic"
          + " session (no spark.remote, no SPARK_REMOTE, spark.api.mode=classic), or submit"
          + " io.spillway.Main by spark-submit.";

  private final JavaSparkContext spark;
  private final ApiClient server;
  private final String repository;
  private final Location root;
  private final ExportOptions options;
  private final ProgressListener listener;
  private final Supplier<Cancellation> cancellation;

  /** Creates an exporter that exports {@code _SUCCESS} files last. */
  public Exporter(SparkSession spark, ApiClient apiClient, String repo, String rootLocation) {
    this(spark, apiClient, repo, rootLocation, ExportOptions.DEFAULT, ProgressListener.NONE);
  }

  /**
   * Creates an exporter that exports in the rounds of a filter.
   *
   * @param parallelism the maximum number of concurrent tasks
   */
  public Exporter(
      SparkSession spark,
      ApiClient apiClient,
      KeyFilter filter,
      String repo,
      String rootLocation,
      int parallelism) {
    this(
        spark,
        apiClient,
        repo,
        rootLocation,
        ExportOptions.DEFAULT.with(filter, parallelism),
        ProgressListener.NONE);
  }

  /**
   * Creates an exporter with the given options.
   *
   * @param listener receives the progress of the export
   * @throws SpillwayException (bad input) if the session is a Spark Connect session, or the
   *     location is invalid
   */
  public Exporter(
      SparkSession spark,
      ApiClient apiClient,
      String repo,
      String rootLocation,
      ExportOptions options,
      ProgressListener listener) {
    this.spark = context(spark::sparkContext);
    this.server = apiClient.with(options.retries());
    this.repository = repo;
    this.root = GivenLocation.parse(rootLocation).asRoot();
    this.options = options;
    this.listener = listener;
    this.cancellation = Cancellation::new;
  }

  private Exporter(Exporter other, ProgressListener listener, Cancellation canceled) {
    this.spark = other.spark;
    this.server = other.server;
    this.repository = other.repository;
    this.root = other.root;
    this.options = other.options;
    this.listener = listener;
    this.cancellation = () -> canceled;
  }

  /**
   * Returns the context that runs the jobs of a session. Sessions of Spark Connect have none: from
   * Spark 4 on they report it, and before that they lack the method.
   *
   * @throws SpillwayException (bad input) if the session is a Spark Connect session
   */
  static JavaSparkContext context(Supplier<SparkContext> session) {
    try {
      return JavaSparkContext.fromSparkContext(session.get());
    } catch (UnsupportedOperationException | LinkageError e) {
      throw new SpillwayException(SpillwayException.Kind.BAD_INPUT, CONNECT, e);
    }
  }

  /** Makes the destination equal to the committed head of a branch. */
  public ExportReport exportAllFromBranch(String branch) {
    return exportBranch(branch, new Since.Unsaid());
  }

  /** Makes the destination equal to a commit. */
  public ExportReport exportAllFromCommit(String commitId) {
    return exportRef(commitId, new Since.Unsaid());
  }

  /**
   * Makes the destination equal to the commit of a reference: a branch, a tag, a commit id or a
   * prefix of one, or an expression such as {@code main~1}.
   */
  public ExportReport exportAllFromRef(String ref) {
    return exportRef(ref, new Since.Unsaid());
  }

  /**
   * Exports the changes between a commit, which the destination holds, and the committed head of a
   * branch.
   */
  public ExportReport exportFrom(String branch, String prevCommitId) {
    return exportBranch(branch, new Since.Commit(prevCommitId));
  }

  /**
   * Exports the changes between a commit, which the destination holds, and another commit, which
   * may be the older one.
   */
  public ExportReport exportBetween(String prevCommitId, String commitId) {
    return exportRef(commitId, new Since.Commit(prevCommitId));
  }

  /**
   * Exports the changes between the last export with SUCCESS and the committed head of a branch.
   * Exports all objects if no export has succeeded yet.
   */
  public ExportReport exportSinceLast(String branch) {
    return exportBranch(branch, new Since.LastSuccess());
  }

  /** Makes the destination equal to the committed head of a branch. */
  public ExportReport exportBranch(String branch, Since since) {
    return metered(pin -> export(pin, pin.branch(branch), since));
  }

  /** Makes the destination equal to the commit of a reference. */
  public ExportReport exportRef(String ref, Since since) {
    return metered(pin -> export(pin, pin.ref(ref), since));
  }

  /**
   * Starts {@link #exportBranch} on a new thread and returns immediately.
   *
   * @return a handle to watch the export, cancel it, and wait for its end
   */
  public ExportHandle startBranch(String branch, Since since) {
    return start(exporter -> exporter.exportBranch(branch, since));
  }

  /** Starts {@link #exportRef} on a new thread, as {@link #startBranch} does. */
  public ExportHandle startRef(String ref, Since since) {
    return start(exporter -> exporter.exportRef(ref, since));
  }

  private ExportHandle start(Function<Exporter, ExportReport> export) {
    ExportProgress progress = new ExportProgress(listener);
    return ExportHandle.start(
        progress::steps, canceled -> export.apply(new Exporter(this, progress, canceled)));
  }

  /**
   * Plans {@link #exportBranch} and reports the planned actions. Writes nothing.
   *
   * @param actions receives every action, one at a time, ordered by step and then by key; work that
   *     an earlier run has finished is not included. Actions are streamed, so their number is not
   *     limited by memory
   */
  public ExportReport planBranch(String branch, Since since, Consumer<PlannedAction> actions) {
    return metered(pin -> plan(pin, pin.branch(branch), since, actions));
  }

  /** Plans {@link #exportRef} and reports the planned actions, as {@link #planBranch} does. */
  public ExportReport planRef(String ref, Since since, Consumer<PlannedAction> actions) {
    return metered(pin -> plan(pin, pin.ref(ref), since, actions));
  }

  /**
   * Compares the destination with a commit. Writes nothing.
   *
   * @throws SpillwayException if not everything could be compared
   */
  public VerifyReport verify(VerifyOptions chosen) {
    return verify(chosen, Optional.empty());
  }

  /**
   * Compares the destination with a commit and reports every difference in key order. Writes
   * nothing.
   *
   * @param each receives the differences one at a time, because they may not fit in memory
   * @throws SpillwayException if not everything could be compared
   */
  public VerifyReport verify(VerifyOptions chosen, Consumer<Difference> each) {
    return verify(chosen, Optional.of(each));
  }

  private VerifyReport verify(VerifyOptions chosen, Optional<Consumer<Difference>> each) {
    try (Meter.Scope ignored = new Meter().bind()) {
      LakeFsPin pin = new LakeFsPin(server, repository, options.access());
      Location namespace = pin.repository().storageNamespace();
      Stores stores = stores(pin.repository());
      return new Verification(
              new LakeFsStates(pin, stores, options.read()),
              "lakefs://" + pin.repository().name(),
              DestinationContext.of(root, options.ledger(), namespace, stores),
              options,
              chosen,
              Environment.system())
          .run(new Verifier(spark, options.parallelism(), listener), each);
    }
  }

  /** Runs an export and counts the driver's requests to stores from the first one on. */
  private ExportReport metered(Function<LakeFsPin, ExportReport> export) {
    try (Meter.Scope ignored = new Meter().bind()) {
      return export.apply(new LakeFsPin(server, repository, options.access()));
    }
  }

  private ExportReport export(LakeFsPin pin, Commit commit, Since since) {
    return run(
        pin, commit, since, options, new RoundRunner(spark, options.parallelism(), listener));
  }

  private ExportReport plan(
      LakeFsPin pin, Commit commit, Since since, Consumer<PlannedAction> actions) {
    return run(
        pin,
        commit,
        since,
        options.with(options.conduct().dryRun()),
        new RoundRunner(spark, options.parallelism(), listener, actions));
  }

  private ExportReport run(
      LakeFsPin pin, Commit commit, Since since, ExportOptions chosen, RoundRunner runner) {
    Location namespace = pin.repository().storageNamespace();
    refuseWithin(namespace, root);
    chosen.ledger().ifPresent(ledger -> refuseWithin(namespace, ledger));
    Stores stores = stores(pin.repository());
    Stores reading = stores.readOnly();
    Environment environment = Environment.system();
    return new Export(
            new ObjectWork(
                pin.source(commit, reading, chosen.read()),
                new LakeFsStates(pin, reading, chosen.read()),
                pinned(since, pin),
                chosen,
                runner,
                environment),
            DestinationContext.of(root, chosen.ledger(), namespace, stores),
            leaseTiming(spark.getConf()),
            environment,
            cancellation.get())
        .run();
  }

  private Stores stores(Repository source) {
    Configuration hadoop = spark.hadoopConfiguration();
    Settings chosen =
        options.retries().addedTo(options.writing().in(HadoopSettings.chosen(hadoop)));
    return new Stores(chosen.with(Stores.MAX_CONCURRENCY, String.valueOf(options.maxConcurrency())))
        .with(source.storageNamespace(), HadoopSettings.ofStorage(hadoop, source.storageId()));
  }

  /**
   * Replaces the previous commit by its full id, because the user may give a branch or a prefix of
   * an id.
   */
  private static Since pinned(Since since, LakeFsPin pin) {
    return since instanceof Since.Commit previous
        ? new Since.Commit(pin.ref(previous.id()).id())
        : since;
  }

  private record LakeFsStates(LakeFsPin pin, Stores stores, ReadMode read) implements States {
    @Override
    public ObjectSource named(String ref) {
      return pin.source(pin.ref(ref), stores, read);
    }

    @Override
    public ObjectSource at(String id) {
      return pin.source(pin.commit(id), stores, read);
    }

    @Override
    public boolean isId(String id) {
      return LakeFsPin.isCommitId(id);
    }
  }

  /**
   * Returns the lease timing, with a default that no other Spark setting affects, because every
   * writing process watches the lease itself. One minute of it is for requests that a server still
   * processes after they were aborted; see {@link LeaseTiming}.
   */
  static LeaseTiming leaseTiming(SparkConf conf) {
    long lasts = conf.getTimeAsSeconds(LEASE_TIME, LEASE_SECONDS + "s");
    if (lasts < 1) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT, LEASE_TIME + " must be one second or more.");
    }
    return LeaseTiming.lasting(Duration.ofSeconds(lasts));
  }

  private static void refuseWithin(Location namespace, Location place) {
    if (place.isWithin(namespace)) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT,
          "Cannot export to "
              + place
              + ": it lies in the repository's own storage namespace "
              + namespace
              + ". Choose another prefix.");
    }
  }
}
