package io.spillway;

import io.spillway.base.GivenLocation;
import io.spillway.base.SpillwayException;
import io.spillway.export.Cancellation;
import io.spillway.export.ExportHandle;
import io.spillway.export.ExportOptions;
import io.spillway.export.Requests;
import io.spillway.export.VerifyOptions;
import io.spillway.ledger.RecordedRequest;
import io.spillway.object.plan.PlannedAction;
import io.spillway.object.verify.Difference;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.report.VerifyReport;
import io.spillway.request.ProgressListener;
import io.spillway.request.Since;
import io.spillway.source.ObjectSourceOptions;
import io.spillway.source.OpenedSource;
import io.spillway.source.lakefs.LakeFsRef;
import io.spillway.source.lakefs.LakeFsRepository;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
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
  private final JavaSparkContext spark;
  private final ApiClient server;
  private final String repository;
  private final String root;
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
    this.spark = Engine.context(spark::sparkContext);
    this.server = apiClient.with(options.retries());
    this.repository = repo;
    this.root = GivenLocation.text(GivenLocation.parse(rootLocation).asRoot());
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
    return export(new LakeFsRef(branch, true), since);
  }

  /** Makes the destination equal to the commit of a reference. */
  public ExportReport exportRef(String ref, Since since) {
    return export(new LakeFsRef(ref, false), since);
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
    return plan(new LakeFsRef(branch, true), since, actions);
  }

  /** Plans {@link #exportRef} and reports the planned actions, as {@link #planBranch} does. */
  public ExportReport planRef(String ref, Since since, Consumer<PlannedAction> actions) {
    return plan(new LakeFsRef(ref, false), since, actions);
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
    return engine().verify(source(Optional.empty()), options, chosen, each);
  }

  private ExportReport export(LakeFsRef ref, Since since) {
    return run(ref, since, options, Optional.empty());
  }

  private ExportReport plan(LakeFsRef ref, Since since, Consumer<PlannedAction> actions) {
    return run(ref, since, options.with(options.conduct().dryRun()), Optional.of(actions));
  }

  private ExportReport run(
      LakeFsRef ref, Since since, ExportOptions chosen, Optional<Consumer<PlannedAction>> actions) {
    return engine()
        .export(source(Optional.of(ref)), chosen, since, actions, request(ref, since, chosen));
  }

  private Engine engine() {
    return new Engine(spark, root, listener, cancellation.get());
  }

  private OpenedSource.OfObjects source(Optional<LakeFsRef> ref) {
    return LakeFsRepository.open(server, repository, options.access(), ref);
  }

  /** Returns the request that would export the same from the command line, but for the filter. */
  private RecordedRequest request(LakeFsRef ref, Since since, ExportOptions chosen) {
    return Requests.recorded(
        LakeFsRepository.request(
            repository, ref, root, ObjectSourceOptions.with(chosen.given(), since)));
  }
}
