package io.spillway.ledger;

import io.spillway.ledger.lease.LeaseSeen;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** What has become of an export, as far as its record, its marker and the lease tell. */
public enum ExportStatus {
  /** It holds the lease. */
  RUNNING,
  /** It ended without saying so: killed, or its lease was taken over. */
  UNFINISHED,
  /** Everything is at the destination. */
  SUCCEEDED,
  /** It ended without SUCCESS. */
  FAILED,
  /** The process was told to stop. */
  CANCELED;

  /** Tells whether a marker is at the root. */
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

  /** {@code succeeded}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
