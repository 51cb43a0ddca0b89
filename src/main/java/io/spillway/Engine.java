package io.spillway;

import io.spillway.base.Environment;
import io.spillway.base.GivenLocation;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.export.Cancellation;
import io.spillway.export.Export;
import io.spillway.export.ExportOptions;
import io.spillway.export.ObjectWork;
import io.spillway.export.RowOptions;
import io.spillway.export.RowRequests;
import io.spillway.export.RowVerification;
import io.spillway.export.RowWork;
import io.spillway.export.Verification;
import io.spillway.export.VerifyOptions;
import io.spillway.export.Work;
import io.spillway.ledger.RecordedRequest;
import io.spillway.ledger.lease.LeaseTiming;
import io.spillway.object.States;
import io.spillway.object.plan.PlannedAction;
import io.spillway.object.round.StepRunner;
import io.spillway.object.verify.Difference;
import io.spillway.object.verify.Verifier;
import io.spillway.report.ExportReport;
import io.spillway.report.VerifyReport;
import io.spillway.request.OptionValues;
import io.spillway.request.ProgressListener;
import io.spillway.request.SharedOptions;
import io.spillway.request.Since;
import io.spillway.rows.destination.DestinationRequest;
import io.spillway.rows.destination.Destinations;
import io.spillway.rows.destination.RowDestination;
import io.spillway.rows.round.RowRunner;
import io.spillway.rows.round.RowVerifier;
import io.spillway.source.ObjectRepository;
import io.spillway.source.OpenedSource;
import io.spillway.source.RowSourceOptions;
import io.spillway.store.Meter;
import io.spillway.store.RetryPolicy;
import io.spillway.store.Stores;
import io.spillway.store.Writing;
import io.spillway.store.hadoop.HadoopSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/** A runner of exports and verifications of opened sources on Spark, for all doors. */
final class Engine {
  private static final String LEASE_TIME = "spark.spillway.lease.time";
  private static final String S3_CLIENT = "spark." + Stores.S3_CLIENT;
  private static final String CONNECT =
      "Cannot export in a session of Spark Connect, for it reaches no SparkContext: use a classic"
          + " session (no spark.remote, no SPARK_REMOTE, spark.api.mode=classic), or submit"
          + " io.spillway.Main by spark-submit.";

  private final JavaSparkContext spark;
  private final String destination;
  private final ProgressListener listener;
  private final Cancellation cancellation;

  /** Creates an engine for one destination. */
  Engine(
      JavaSparkContext spark,
      String destination,
      ProgressListener listener,
      Cancellation cancellation) {
    this.spark = spark;
    this.destination = destination;
    this.listener = listener;
    this.cancellation = cancellation;
  }

  /**
   * Returns the context that runs the jobs of a session. Sessions of Spark Connect have none: from
   * Spark 4 on they report it, and before that they lack the method.
   *
   * @throws SpillwayException (bad input) if the session is a Spark Connect session
   */
  static JavaSparkContext context(Supplier<SparkContext> session) {
    try {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(session.get());
      String client = context.getConf().get(S3_CLIENT, "");
      if (!client.isEmpty()) {
        context.hadoopConfiguration().set(Stores.S3_CLIENT, client);
      }
      return context;
    } catch (UnsupportedOperationException | LinkageError e) {
      throw new SpillwayException(SpillwayException.Kind.BAD_INPUT, CONNECT, e);
    }
  }

  /**
   * Exports objects.
   *
   * @param actions receives the planned actions of a dry run; empty if they are not listed
   */
  ExportReport export(
      OpenedSource.OfObjects source,
      ExportOptions options,
      Since since,
      Optional<Consumer<PlannedAction>> actions,
      RecordedRequest request) {
    try (Meter.Scope ignored = new Meter().bind()) {
      Location root = root();
      ObjectRepository repository = source.connect().get();
      refuseWithin(repository.storage(), root);
      options.ledger().ifPresent(ledger -> refuseWithin(repository.storage(), ledger));
      Stores stores = stores(options, repository);
      Stores reading = stores.readOnly();
      States states = repository.states(reading, options.read());
      Work work =
          new ObjectWork(
              repository.pin(reading, options.read()),
              states,
              pinned(since, states),
              options,
              actions
                  .map(each -> new StepRunner(spark, options.parallelism(), listener, each))
                  .orElseGet(() -> new StepRunner(spark, options.parallelism(), listener)),
              Environment.system());
      return run(
          work,
          DestinationContext.of(root, options.ledger(), repository.storage(), stores),
          request);
    }
  }

  /** Exports rows. */
  ExportReport export(OpenedSource.OfRows source, RowOptions options, RecordedRequest request) {
    try (Meter.Scope ignored = new Meter().bind()) {
      RowWork work =
          new RowWork(
              source,
              destination(
                  options.given(),
                  new Stores(
                      settings(options.writing(), options.retries(), options.maxConcurrency()))),
              options,
              new RowRunner(spark, listener),
              Environment.system());
      return run(work, work.context(), request);
    }
  }

  private ExportReport run(Work work, DestinationContext place, RecordedRequest request) {
    return new Export(
            work,
            place,
            leaseTiming(spark.getConf()),
            Environment.system(),
            cancellation,
            Optional.of(request))
        .run();
  }

  /**
   * Compares the destination with a state of a source of objects.
   *
   * @param each receives every difference; empty if the first of them are enough
   */
  VerifyReport verify(
      OpenedSource.OfObjects source,
      ExportOptions options,
      VerifyOptions chosen,
      Optional<Consumer<Difference>> each) {
    try (Meter.Scope ignored = new Meter().bind()) {
      ObjectRepository repository = source.connect().get();
      Stores stores = stores(options, repository);
      return new Verification(
              repository.states(stores, options.read()),
              source.name(),
              DestinationContext.of(root(), options.ledger(), repository.storage(), stores),
              options,
              chosen,
              Environment.system())
          .run(new Verifier(spark, options.parallelism(), listener), each);
    }
  }

  /**
   * Compares an export of rows with its record.
   *
   * @param source the name of the source that must have been exported; empty for any
   */
  VerifyReport verifyRows(Optional<String> source, OptionValues given) {
    try (Meter.Scope ignored = new Meter().bind()) {
      Stores stores = new Stores(HadoopSettings.chosen(spark.hadoopConfiguration()));
      return new RowVerification(
              source,
              destination(given, stores),
              given.get(RowSourceOptions.EXPORT_ID),
              Environment.system())
          .run(new RowVerifier(spark, listener), given.get(RowRequests.READ_CONTENT));
    }
  }

  private Location root() {
    return GivenLocation.parse(destination).asRoot();
  }

  private RowDestination destination(OptionValues given, Stores stores) {
    return Destinations.open(
        new DestinationRequest(
            destination,
            given,
            given.get(SharedOptions.LEDGER),
            stores,
            HadoopSourceSettings.of(spark)));
  }

  private Stores stores(ExportOptions options, ObjectRepository repository) {
    Configuration hadoop = spark.hadoopConfiguration();
    return new Stores(settings(options.writing(), options.retries(), options.maxConcurrency()))
        .with(repository.storage(), HadoopSettings.ofStorage(hadoop, repository.storageId()));
  }

  private Settings settings(Writing writing, RetryPolicy retries, int maxConcurrency) {
    return retries
        .addedTo(writing.in(HadoopSettings.chosen(spark.hadoopConfiguration())))
        .with(Stores.MAX_CONCURRENCY, String.valueOf(maxConcurrency));
  }

  /**
   * Replaces the previous commit by its full id, because the user may give a branch or a prefix of
   * an id.
   */
  private static Since pinned(Since since, States states) {
    return since instanceof Since.Commit previous
        ? new Since.Commit(states.idOf(previous.id()))
        : since;
  }

  /**
   * Returns the lease timing, with a default that no other Spark setting affects, because every
   * writing process watches the lease itself. One minute of it is for requests that a server still
   * processes after they were aborted; see {@link LeaseTiming}.
   */
  private static LeaseTiming leaseTiming(SparkConf conf) {
    long lasts = conf.getTimeAsSeconds(LEASE_TIME, LeaseTiming.DEFAULT.lasts().toSeconds() + "s");
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
