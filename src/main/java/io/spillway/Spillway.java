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
import io.spillway.export.RowOptions;
import io.spillway.export.RowRequests;
import io.spillway.export.RowVerification;
import io.spillway.export.RowWork;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.report.VerifyReport;
import io.spillway.request.ExportRequest;
import io.spillway.request.ProgressListener;
import io.spillway.request.SharedOptions;
import io.spillway.request.VerifyRequest;
import io.spillway.rows.round.RowRunner;
import io.spillway.rows.round.RowVerifier;
import io.spillway.source.OpenedSource;
import io.spillway.source.RowSourceOptions;
import io.spillway.source.SourceProvider;
import io.spillway.source.SourceSettings;
import io.spillway.source.Sources;
import io.spillway.store.Meter;
import io.spillway.store.Stores;
import io.spillway.store.hadoop.HadoopSettings;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The entry point for exports of any source of rows: all its tables as Parquet, from one consistent
 * state.
 *
 * <pre>{@code
 * var request =
 *     ExportRequest.of("SCHEME://user@host/name", "s3://bucket/exports/").with("export-id", "nightly");
 * var report = Spillway.export(spark, request);
 * }</pre>
 *
 * <p>Each export has its own folder below the destination. Sources and options equal those of the
 * command line. {@link Exporter} exports commits of a lakeFS repository.
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
    return export(spark, request, listener, new Cancellation());
  }

  /**
   * Starts an export on a new thread and returns immediately.
   *
   * @return a handle to watch the export, cancel it, and wait for its end
   */
  public static ExportHandle start(SparkSession spark, ExportRequest request) {
    ExportProgress progress = new ExportProgress();
    return ExportHandle.start(
        progress::steps, canceled -> export(spark, request, progress, canceled));
  }

  private static ExportReport export(
      SparkSession spark,
      ExportRequest request,
      ProgressListener listener,
      Cancellation cancellation) {
    SourceProvider provider = Sources.require(request.source());
    RowRequests.check(provider, request);
    JavaSparkContext context = Exporter.context(spark::sparkContext);
    Location root = GivenLocation.parse(request.destination()).asRoot();
    RowOptions options = RowRequests.options(request.options());
    try (Meter.Scope ignored = new Meter().bind()) {
      Configuration hadoop = context.hadoopConfiguration();
      OpenedSource source = provider.open(request, new HadoopSecrets(hadoop));
      Settings settings =
          options
              .writing()
              .in(HadoopSettings.chosen(hadoop))
              .with(Stores.MAX_CONCURRENCY, String.valueOf(options.maxConcurrency()));
      Environment environment = Environment.system();
      return new Export(
              new RowWork(
                  source.name(),
                  source.pin(),
                  options,
                  new RowRunner(context, listener),
                  environment),
              DestinationContext.ofRows(
                  root, options.ledger(), new Stores(options.retries().addedTo(settings))),
              Exporter.leaseTiming(context.getConf()),
              environment,
              cancellation)
          .run();
    }
  }

  /** Compares an export with its record without reporting progress. */
  public static VerifyReport verify(SparkSession spark, VerifyRequest request) {
    return verify(spark, request, ProgressListener.NONE);
  }

  /**
   * Compares an export with the record that was made when its rows were read. Does not contact the
   * source, because its state has changed since.
   *
   * @throws SpillwayException (bad input) if the export does not exist, or is of another source
   *     than the request names; (unreachable) if not everything could be compared
   */
  public static VerifyReport verify(
      SparkSession spark, VerifyRequest request, ProgressListener listener) {
    RowRequests.check(request);
    Optional<String> source = request.source().map(uri -> Sources.require(uri).nameOf(uri));
    Location root = GivenLocation.parse(request.destination()).asRoot();
    JavaSparkContext context = Exporter.context(spark::sparkContext);
    try (Meter.Scope ignored = new Meter().bind()) {
      Stores stores = new Stores(HadoopSettings.chosen(context.hadoopConfiguration()));
      return new RowVerification(
              source,
              DestinationContext.ofRows(root, request.options().get(SharedOptions.LEDGER), stores),
              request.options().get(RowSourceOptions.EXPORT_ID),
              Environment.system())
          .run(new RowVerifier(context, listener), request.options().get(RowRequests.READ_CONTENT));
    }
  }

  private record HadoopSecrets(Configuration hadoop) implements SourceSettings {
    @Override
    public Optional<String> find(String name) {
      return Optional.ofNullable(hadoop.get(name));
    }

    @Override
    public Optional<String> secret(String name) {
      try {
        return Optional.ofNullable(hadoop.getPassword(name)).map(String::new);
      } catch (IOException e) {
        throw new SpillwayException(
            SpillwayException.Kind.UNREACHABLE,
            "Cannot read the credential provider: " + e.getMessage(),
            e);
      }
    }
  }
}
