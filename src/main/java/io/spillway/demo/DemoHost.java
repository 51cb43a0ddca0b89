package io.spillway.demo;

import io.spillway.report.ExportReport;
import io.spillway.request.ExportRequest;
import io.spillway.sandbox.Sandbox;
import org.apache.spark.sql.SparkSession;

/** The process that a demo runs in. */
public interface DemoHost {
  /** Prints a remark for people. */
  void remark(String text);

  /** Returns the session that reads exported files. */
  SparkSession spark();

  /** Exports the committed head of a branch. */
  ExportReport export(Sandbox lakeFs, String repository, String branch, String destination);

  /** Exports tables. */
  ExportReport export(ExportRequest request);
}
