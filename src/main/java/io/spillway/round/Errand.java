package io.spillway.round;

import io.spillway.ledger.ExportId;

/** What jobs are run for: one run of an export. */
interface Errand {
  /** Names the export. */
  ExportId id();

  /** Names this run of the export, also among others of the same export. */
  String run();
}
