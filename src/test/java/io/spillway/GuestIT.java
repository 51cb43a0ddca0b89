package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.SpillwayException;
import io.spillway.object.Entry;
import io.spillway.report.ExportFailedException;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.testing.Folder;
import io.spillway.testing.TestSpark;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line in a process that is not its own: where somebody else has started Spark, it
 * neither stops Spark nor ends the process.
 */
class GuestIT {
  @TempDir Path temp;

  private SparkSession spark;
  private Sandbox sandbox;
  private Folder out;

  @BeforeEach
  void start() {
    spark = TestSpark.session();
    sandbox = Sandbox.start(Sandbox.options());
    Repo repo = sandbox.createRepository("example");
    Branch main = repo.branch("main");
    main.put("a", new byte[1]);
    main.commit("m");
    Branch broken = repo.createBranch("broken", "main");
    Entry gone = broken.put("gone", new byte[2]);
    broken.commit("m");
    repo.remove(gone.location(repo.storageNamespace()));
    Configuration settings = spark.sparkContext().hadoopConfiguration();
    settings.set(ApiClient.URL, sandbox.url());
    settings.set(ApiClient.ACCESS_KEY, sandbox.accessKey());
    settings.set(ApiClient.SECRET_KEY, sandbox.secretKey());
    out = new Folder(temp.resolve("out"));
  }

  @AfterEach
  void stop() {
    Configuration settings = spark.sparkContext().hadoopConfiguration();
    settings.unset(ApiClient.URL);
    settings.unset(ApiClient.ACCESS_KEY);
    settings.unset(ApiClient.SECRET_KEY);
    sandbox.close();
  }

  @Test
  void shouldLeaveSparkRunningAfterAnExport() throws Exception {
    // When
    Main.main(new String[] {"example", out.uri(), "--branch=main"});

    // Then
    assertThat(out.objects()).containsOnlyKeys("a");
    assertThat(spark.range(3).count()).isEqualTo(3);
  }

  @Test
  void shouldThrowWhereItWouldEndTheProcess() {
    // When
    ExportFailedException failure =
        catchThrowableOfType(
            ExportFailedException.class,
            () -> Main.main(new String[] {"example", out.uri(), "--branch=broken"}));
    SpillwayException refusal =
        catchThrowableOfType(
            SpillwayException.class,
            () -> Main.main(new String[] {"example", out.uri(), "--branch=none"}));
    SpillwayException wrong =
        catchThrowableOfType(SpillwayException.class, () -> Main.main(new String[] {"--wrong"}));

    // Then
    assertThat(failure.report().failures()).singleElement().asString().startsWith("gone: ");
    assertThat(refusal).hasMessageContaining("'none'");
    assertThat(wrong).hasMessageContaining("--wrong");
    assertThat(spark.range(3).count()).isEqualTo(3);
  }
}
