package io.spillway.ledger;

import io.spillway.ledger.lease.LeaseSeen;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** The status of an export according to its record, its marker and the lease. */
public enum ExportStatus {
  /** The export holds the lease. */
  RUNNING,
  /** The export ended without a record of its end: it was killed, or its lease was taken over. */
  UNFINISHED,
  /** All data is at the destination. */
  SUCCEEDED,
  /** The export ended without SUCCESS. */
  FAILED,
  /** The process was asked to stop. */
  CANCELED;

  /** A lookup of markers at the root. */
  interface MarkerLookup {
    boolean isThere(String marker) throws IOException;
  }

  static ExportStatus of(ExportRecord record, Optional<LeaseSeen> lease, MarkerLookup markers)
      throws IOException {
    return switch (record.state()) {
      case SUCCEEDED -> SUCCEEDED;
      case FAILED -> FAILED;
      case CANCELED -> CANCELED;
      case RUNNING -> begun(record, lease);
      case SIGNING ->
          record.end() != null && markers.isThere(record.end().marker())
              ? SUCCEEDED
              : begun(record, lease);
    };
  }

  private static ExportStatus begun(ExportRecord record, Optional<LeaseSeen> lease) {
    boolean holds =
        lease.filter(one -> one.held() && one.number() == record.run().lease()).isPresent();
    return holds ? RUNNING : UNFINISHED;
  }

  /** Returns the printed form: {@code succeeded}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
