package io.spillway;

import io.spillway.base.Environment;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.export.Export;
import io.spillway.export.RowOptions;
import io.spillway.export.RowVerification;
import io.spillway.export.RowWork;
import io.spillway.ledger.lease.LeaseTiming;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.report.VerifyReport;
import io.spillway.request.ProgressListener;
import io.spillway.rows.round.RowRunner;
import io.spillway.rows.round.RowVerifier;
import io.spillway.source.postgres.PostgresAddress;
import io.spillway.source.postgres.PostgresOptions;
import io.spillway.source.postgres.PostgresSource;
import io.spillway.store.Meter;
import io.spillway.store.Stores;
import io.spillway.store.hadoop.HadoopSettings;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Exports tables of a Postgres database as Parquet: one consistent state of all of them.
 *
 * <pre>{@code
 * var report = new PostgresExporter(spark, "postgresql://user@host/shop", "s3://bucket/exports/").export();
 * }</pre>
 *
 * <p>Each export is a folder of its own below the root. The password comes from a Hadoop credential
 * provider that knows {@value #PASSWORD}, else from {@code PGPASSWORD}, {@code PGPASSFILE} or
 * {@code ~/.pgpass}.
 */
public final class PostgresExporter {
  /** The alias of the password in Hadoop's credential providers. */
  public static final String PASSWORD = "spillway.postgres.password";

  private final JavaSparkContext spark;
  private final PostgresAddress address;
  private final Location root;
  private final PostgresOptions postgres;
  private final RowOptions options;
  private final ProgressListener listener;

  /**
   * Exports every table that the user can read.
   *
   * @param uri {@code postgresql://[USER@]HOST[:PORT]/DATABASE[?sslmode=…]}
   * @throws SpillwayException (bad input) when the address or the location is none
   */
  public PostgresExporter(SparkSession spark, String uri, String rootLocation) {
    this(
        spark,
        PostgresAddress.parse(uri),
        rootLocation,
        PostgresOptions.DEFAULT,
        RowOptions.DEFAULT,
        ProgressListener.NONE);
  }

  /**
   * Exports with everything chosen.
   *
   * @param listener is told how the export goes on
   * @throws SpillwayException (bad input) when the session is one of Spark Connect, or the location
   *     is none
   */
  public PostgresExporter(
      SparkSession spark,
      PostgresAddress address,
      String rootLocation,
      PostgresOptions postgres,
      RowOptions options,
      ProgressListener listener) {
    this.spark = Exporter.context(spark::sparkContext);
    this.address = address;
    this.root = Location.parse(rootLocation).asRoot();
    this.postgres = postgres;
    this.options = options;
    this.listener = listener;
  }

  /**
   * Runs the export to its end.
   *
   * @throws ExportFailedException when it ended without SUCCESS
   * @throws SpillwayException when it could not begin; nothing is written then
   */
  public ExportReport export() {
    try (Meter.Scope ignored = new Meter().bind()) {
      Configuration hadoop = spark.hadoopConfiguration();
      Optional<String> password = password(hadoop);
      LeaseTiming timing = Exporter.leaseTiming(spark.getConf());
      Settings settings =
          options
              .writing()
              .in(HadoopSettings.chosen(hadoop))
              .with(Stores.MAX_CONCURRENCY, String.valueOf(options.maxConcurrency()));
      Environment environment = Environment.system();
      return new Export(
              new RowWork(
                  address.source(),
                  () -> PostgresSource.pin(address, password, postgres, options.maxConnections()),
                  options,
                  new RowRunner(spark, listener),
                  environment),
              DestinationContext.ofRows(root, options.ledger(), new Stores(settings)),
              timing,
              environment)
          .run();
    }
  }

  /**
   * Compares an export with what was recorded when its rows were read. The database is not asked:
   * it has moved on.
   *
   * @param ledger where the records are, if not at the usual place
   * @param exportId which export; the last that succeeded when empty
   * @param readsContent whether every value is read, and not only the footers of files
   * @throws SpillwayException (bad input) when there is no such export; (unreachable) when not
   *     everything could be compared
   */
  public static VerifyReport verify(
      SparkSession spark,
      PostgresAddress address,
      String rootLocation,
      Optional<Location> ledger,
      Optional<String> exportId,
      boolean readsContent,
      ProgressListener listener) {
    JavaSparkContext context = Exporter.context(spark::sparkContext);
    try (Meter.Scope ignored = new Meter().bind()) {
      Stores stores = new Stores(HadoopSettings.chosen(context.hadoopConfiguration()));
      return new RowVerification(
              address.source(),
              DestinationContext.ofRows(Location.parse(rootLocation).asRoot(), ledger, stores),
              exportId,
              Environment.system())
          .run(new RowVerifier(context, listener), readsContent);
    }
  }

  private static Optional<String> password(Configuration hadoop) {
    if (hadoop.get(PASSWORD) != null) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT,
          "Refused to read the password from the setting "
              + PASSWORD
              + ", which others can see: keep it in a credential provider, in PGPASSWORD or in"
              + " ~/.pgpass.");
    }
    try {
      return Optional.ofNullable(hadoop.getPassword(PASSWORD)).map(String::new);
    } catch (IOException e) {
      throw new SpillwayException(
          SpillwayException.Kind.UNREACHABLE,
          "Cannot read the credential provider: " + e.getMessage(),
          e);
    }
  }
}
