package io.spillway.spark;

import io.spillway.ledger.ExportId;

/** The run of an export that a job belongs to. */
public interface JobRun {
  /** Returns the id of the export. */
  ExportId id();

  /** Returns a name of this run, unique among the runs of the export. */
  String run();
}
