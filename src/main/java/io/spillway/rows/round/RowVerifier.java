package io.spillway.rows.round;

import io.spillway.base.SpillwayException;
import io.spillway.ledger.ExportId;
import io.spillway.ledger.FileList;
import io.spillway.outcome.RowsVerified;
import io.spillway.request.ProgressListener;
import io.spillway.rows.destination.RowDestination.FileLocations;
import io.spillway.spark.JobRunner;
import io.spillway.spark.SerializedValues;
import io.spillway.spark.SparkJobs;
import io.spillway.store.Stores;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/** A comparison of row files with their records, as a Spark job. */
public final class RowVerifier {
  private static final int TASKS_PER_CORE = 4;

  private final JobRunner jobs;

  /** Creates a verifier. */
  public RowVerifier(JavaSparkContext spark, ProgressListener listener) {
    this.jobs = new SparkJobs(spark, listener);
  }

  /**
   * Compares existing files, whose size matches the record, with their records.
   *
   * @param locations locations of the files
   * @param destination destination as messages name it
   * @param id id of the export
   * @param readsContent whether every value is read, and not only the footers
   * @throws SpillwayException (failed) if Spark could not finish the job
   */
  public RowsVerified verify(
      Stores stores,
      FileLocations locations,
      String destination,
      ExportId id,
      List<FileList.Line> files,
      boolean readsContent) {
    LongAccumulator done = jobs.counter();
    RowVerifyJob job = new RowVerifyJob(stores, locations, readsContent, id);
    return jobs.run(
            job,
            new JobRunner.Stage(
                "verifying",
                "verify " + files.size() + " files of export " + id + " at " + destination,
                files.size(),
                -1,
                false),
            files.stream().map(SerializedValues::encode).toList(),
            Math.min(files.size(), TASKS_PER_CORE * jobs.cores()),
            new RowVerifyTask(job, done),
            RowsVerified.class,
            new JobRunner.Watch(done, jobs.counter()))
        .reduce(RowsVerified.NONE, RowsVerified::plus);
  }
}
