package io.spillway;

import io.spillway.destination.Prefix;
import io.spillway.lakefs.Commit;
import io.spillway.ledger.ExportId;
import io.spillway.round.RoundRunner;
import io.spillway.source.lakefs.LakeFsPin;
import io.spillway.store.Stores;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Exports states of a lakeFS repository to a prefix of an object store or to a directory; named and
 * shaped as lakeFS's own exporter.
 *
 * <pre>{@code
 * var client = new ApiClient("http://host:8000/api/v1", accessKey, secretKey);
 * var report = new Exporter(spark, client, "example-repo", "s3://bucket/prefix/").exportAllFromBranch("main");
 * }</pre>
 *
 * <p>Every method pins one commit, copies all of its objects, proves each of them, and writes a
 * marker at the root. All of them throw {@link ExportFailedException} when the export ended without
 * SUCCESS, and another {@link SpillwayException} when it could not begin.
 */
public final class Exporter {
  private static final String S3_SETTINGS = "fs.s3a.";
  private static final String HADOOP_DEFAULTS = "core-default.xml";

  private final JavaSparkContext spark;
  private final ApiClient server;
  private final String repository;
  private final Location root;
  private final ExportOptions options;
  private final ProgressListener listener;

  /** Exports with {@code _SUCCESS} files last. */
  public Exporter(SparkSession spark, ApiClient apiClient, String repo, String rootLocation) {
    this(spark, apiClient, repo, rootLocation, ExportOptions.DEFAULT, ProgressListener.NONE);
  }

  /**
   * Exports in the rounds of a filter.
   *
   * @param parallelism how many tasks may run at once
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
   * Exports with everything chosen.
   *
   * @param listener is told how the export goes on
   */
  public Exporter(
      SparkSession spark,
      ApiClient apiClient,
      String repo,
      String rootLocation,
      ExportOptions options,
      ProgressListener listener) {
    this.spark = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.server = apiClient;
    this.repository = repo;
    this.root = Location.parse(rootLocation).asRoot();
    this.options = options;
    this.listener = listener;
  }

  /** Exports the committed head of a branch. */
  public ExportReport exportAllFromBranch(String branch) {
    LakeFsPin pin = pin();
    return export(pin, pin.branch(branch));
  }

  /** Exports a commit. */
  public ExportReport exportAllFromCommit(String commitId) {
    return exportAllFromRef(commitId);
  }

  /**
   * Exports whatever a reference means: a branch, a tag, a commit id or the beginning of one,
   * {@code main~1}.
   */
  public ExportReport exportAllFromRef(String ref) {
    LakeFsPin pin = pin();
    return export(pin, pin.ref(ref));
  }

  private LakeFsPin pin() {
    return new LakeFsPin(server, repository);
  }

  private ExportReport export(LakeFsPin pin, Commit commit) {
    Location namespace = pin.repository().storageNamespace();
    refuseWithin(namespace, root);
    options.ledger().ifPresent(ledger -> refuseWithin(namespace, ledger));
    Stores stores = new Stores(settings(spark.hadoopConfiguration()));
    ExportId id = ExportId.next(Clock.systemUTC(), RandomGenerator.getDefault());
    Prefix destination = Prefix.of(root, namespace, stores, id);
    return new Export(
            pin.source(commit, stores),
            destination,
            options,
            new RoundRunner(spark, options.parallelism(), listener),
            Clock.systemUTC())
        .run();
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

  /** The S3 settings that somebody chose: Hadoop's own defaults would hide the AWS SDK's. */
  private static Settings settings(Configuration configuration) {
    Map<String, String> chosen = new HashMap<>();
    for (Map.Entry<String, String> entry : configuration) {
      String name = entry.getKey();
      if (name.startsWith(S3_SETTINGS) && !isDefault(configuration, name)) {
        chosen.put(name, String.valueOf(configuration.get(name)));
      }
    }
    return Settings.of(chosen);
  }

  private static boolean isDefault(Configuration configuration, String name) {
    String[] sources = configuration.getPropertySources(name);
    return sources != null && Arrays.asList(sources).equals(java.util.List.of(HADOOP_DEFAULTS));
  }
}
