package io.spillway;

import io.spillway.base.SpillwayException;
import io.spillway.export.Cancellation;
import io.spillway.export.ExportHandle;
import io.spillway.export.ExportOptions;
import io.spillway.export.ObjectRequests;
import io.spillway.export.Requests;
import io.spillway.export.RowOptions;
import io.spillway.export.VerifyOptions;
import io.spillway.object.plan.PlannedAction;
import io.spillway.object.verify.Difference;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.report.VerifyReport;
import io.spillway.request.ExportRequest;
import io.spillway.request.OptionValues;
import io.spillway.request.ProgressListener;
import io.spillway.request.SharedOptions;
import io.spillway.request.VerifyRequest;
import io.spillway.source.Content;
import io.spillway.source.ObjectSourceOptions;
import io.spillway.source.OpenedSource;
import io.spillway.source.SourceProvider;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The entry point for exports of any source.
 *
 * <pre>{@code
 * var request = ExportRequest.of("lakefs://example/main", "s3://bucket/prefix/").with("mirror");
 * var report = Spillway.export(spark, request);
 * }</pre>
 *
 * <p>Sources, options and settings equal those of the command line. Objects are copied to the
 * destination itself; each export of rows has its own folder below the destination. {@link
 * Exporter} exports commits of a lakeFS repository with a filter of its own.
 */
public final class Spillway {
  private Spillway() {}

  /** Runs an export to its end without reporting progress. */
  public static ExportReport export(SparkSession spark, ExportRequest request) {
    return export(spark, request, ProgressListener.NONE);
  }

  /**
   * Runs an export to its end.
   *
   * @param listener receives the progress of the export
   * @throws ExportFailedException if it ended without SUCCESS
   * @throws SpillwayException if it could not begin, such as for bad input or a session of Spark
   *     Connect; nothing is written then
   */
  public static ExportReport export(
      SparkSession spark, ExportRequest request, ProgressListener listener) {
    return export(spark, request, listener, Optional.empty(), new Cancellation());
  }

  /**
   * Plans an export of objects and reports the planned actions. Writes nothing.
   *
   * @param request with or without {@code dry-run}
   * @param actions receives every action, as {@link Exporter#planBranch} describes
   */
  public static ExportReport plan(
      SparkSession spark,
      ExportRequest request,
      ProgressListener listener,
      Consumer<PlannedAction> actions) {
    return export(
        spark,
        request.with(SharedOptions.DRY_RUN.name()),
        listener,
        Optional.of(actions),
        new Cancellation());
  }

  /**
   * Starts an export on a new thread and returns immediately.
   *
   * @return a handle to watch the export, cancel it, and wait for its end
   */
  public static ExportHandle start(SparkSession spark, ExportRequest request) {
    ExportProgress progress = new ExportProgress();
    return ExportHandle.start(
        progress::steps, canceled -> export(spark, request, progress, Optional.empty(), canceled));
  }

  private static ExportReport export(
      SparkSession spark,
      ExportRequest request,
      ProgressListener listener,
      Optional<Consumer<PlannedAction>> actions,
      Cancellation cancellation) {
    SourceProvider provider = Requests.check(request);
    JavaSparkContext context = Engine.context(spark::sparkContext);
    Engine engine = new Engine(context, request.destination(), listener, cancellation);
    OptionValues given = request.options();
    return open(provider, request, context)
        .match(
            objects ->
                engine.export(
                    objects,
                    ExportOptions.of(given),
                    ObjectSourceOptions.since(given),
                    actions,
                    Requests.recorded(request)),
            rows -> engine.export(rows, new RowOptions(given), Requests.recorded(request)));
  }

  private static OpenedSource open(
      SourceProvider provider, ExportRequest request, JavaSparkContext context) {
    return provider.open(request, HadoopSourceSettings.of(context));
  }

  /** Compares exported data with its source or its record without reporting progress. */
  public static VerifyReport verify(SparkSession spark, VerifyRequest request) {
    return verify(spark, request, ProgressListener.NONE);
  }

  /**
   * Compares exported objects with a state of their source, or exported rows with the record that
   * was made when they were read. Rows are compared without contacting their source, because its
   * state has changed since. Writes nothing.
   *
   * @throws SpillwayException (bad input) if the export does not exist, or is of another source
   *     than the request names; (unreachable) if not everything could be compared
   */
  public static VerifyReport verify(
      SparkSession spark, VerifyRequest request, ProgressListener listener) {
    return verify(spark, request, listener, Optional.empty());
  }

  /**
   * Compares exported objects, and reports every difference in key order.
   *
   * @param each receives the differences one at a time, because they may not fit in memory
   */
  public static VerifyReport verify(
      SparkSession spark,
      VerifyRequest request,
      ProgressListener listener,
      Consumer<Difference> each) {
    return verify(spark, request, listener, Optional.of(each));
  }

  private static VerifyReport verify(
      SparkSession spark,
      VerifyRequest request,
      ProgressListener listener,
      Optional<Consumer<Difference>> each) {
    Optional<SourceProvider> provider = Requests.check(request);
    JavaSparkContext context = Engine.context(spark::sparkContext);
    Engine engine = new Engine(context, request.destination(), listener, new Cancellation());
    OptionValues given = request.options();
    if (provider.filter(one -> one.content() == Content.OBJECTS).isEmpty()) {
      return engine.verifyRows(
          request.source().flatMap(uri -> provider.map(one -> one.nameOf(uri))), given);
    }
    ExportRequest ofSource =
        new ExportRequest(
            request.source().orElseThrow(), request.destination(), given, request.origin());
    OpenedSource.OfObjects source =
        (OpenedSource.OfObjects) open(provider.get(), ofSource, context);
    return engine.verify(
        source,
        ExportOptions.of(given),
        new VerifyOptions(source.ref(), given.get(ObjectRequests.READ_CONTENT)),
        each);
  }
}
