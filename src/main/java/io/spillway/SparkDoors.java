package io.spillway;

import io.spillway.cli.Session;
import io.spillway.cli.Terminal;
import io.spillway.demo.DemoHost;
import io.spillway.export.ExportOptions;
import io.spillway.object.plan.PlannedAction;
import io.spillway.object.verify.Difference;
import io.spillway.report.ExportReport;
import io.spillway.report.VerifyReport;
import io.spillway.request.ExportRequest;
import io.spillway.request.ProgressListener;
import io.spillway.request.VerifyRequest;
import io.spillway.sandbox.Sandbox;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** The doors to a Spark session, for commands. */
record SparkDoors(SparkSession spark) implements Session {
  @Override
  public ExportReport export(ExportRequest request, ProgressListener listener) {
    return Spillway.export(spark, request, listener);
  }

  @Override
  public ExportReport plan(
      ExportRequest request, ProgressListener listener, Consumer<PlannedAction> actions) {
    return Spillway.plan(spark, request, listener, actions);
  }

  @Override
  public VerifyReport verify(VerifyRequest request, ProgressListener listener) {
    return Spillway.verify(spark, request, listener);
  }

  @Override
  public VerifyReport verify(
      VerifyRequest request, ProgressListener listener, Consumer<Difference> each) {
    return Spillway.verify(spark, request, listener, each);
  }

  @Override
  public DemoHost demos(Terminal terminal) {
    return new TerminalHost(spark, terminal);
  }

  /** A host of demos that shows the progress of their exports on a terminal. */
  private record TerminalHost(SparkSession spark, Terminal terminal) implements DemoHost {
    @Override
    public void remark(String text) {
      terminal.remark(text);
    }

    @Override
    public ExportReport export(
        Sandbox lakeFs, String repository, String branch, String destination) {
      ApiClient client = new ApiClient(lakeFs.url(), lakeFs.accessKey(), lakeFs.secretKey());
      return new Exporter(
              spark, client, repository, destination, ExportOptions.DEFAULT, terminal.progress())
          .exportAllFromBranch(branch);
    }

    @Override
    public ExportReport export(ExportRequest request) {
      return Spillway.export(spark, request, terminal.progress());
    }
  }
}
