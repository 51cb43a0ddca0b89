package io.spillway.ledger;

import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.base.Snapshot;
import io.spillway.ledger.lease.Lease;
import io.spillway.store.Stores;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** Records for tests: exports from {@code lakefs://repo}. */
final class Records {
  static final String SOURCE = "lakefs://repo";

  private static final Instant FIRST = Instant.parse("2026-11-20T00:00:00Z");

  /** Of an empty destination. */
  static final DestinationState NOTHING =
      new DestinationState(
          Optional.empty(),
          OptionalLong.empty(),
          KeyGlobs.ALL,
          List.of(),
          DestinationState.Origin.NOTHING,
          Optional.empty(),
          List.of(),
          List.of());

  /** Less than a record: which commit, when, over what. */
  record Draft(String commit, Instant startedAt, DestinationState holdings, long lease) {}

  private Records() {}

  static ExportId id(Instant startedAt) {
    return ExportId.next(
        Clock.fixed(startedAt, ZoneOffset.UTC), new Random(startedAt.toEpochMilli()));
  }

  static Draft first(String commit, Instant startedAt) {
    return first(commit, startedAt, NOTHING);
  }

  static Draft first(String commit, Instant startedAt, DestinationState holdings) {
    return first(commit, startedAt, holdings, lease(startedAt));
  }

  static Draft first(String commit, Instant startedAt, DestinationState holdings, long lease) {
    return new Draft(commit, startedAt, holdings, lease);
  }

  /** Begins it with its ledger at the root. */
  static Ledger begin(Stores stores, Location root, Draft draft) throws IOException {
    ExportRecord record =
        ExportRecord.first(
            id(draft.startedAt()),
            ExportRecord.What.of(
                new Snapshot(SOURCE, draft.commit()), Optional.empty(), root, "strict"),
            draft.lease(),
            "dev",
            draft.holdings());
    return Ledger.begin(stores, root.resolve("_spillway"), root, record);
  }

  /** One lease a minute. */
  static long lease(Instant startedAt) {
    return Duration.between(FIRST, startedAt).toMinutes() + 1;
  }

  /** Leases that were released, newest first, of the exports by such ids. */
  static List<Lease.Predecessor> leases(List<String> ids) {
    return ids.stream()
        .map(id -> lease(lease(ExportId.parse(id).orElseThrow().startedAt()), id, true))
        .toList();
  }

  static Lease.Predecessor lease(long number, String id, boolean released) {
    return new Lease.Predecessor(number, Optional.of(id), released);
  }

  /** What is known of the root by the ledger there. */
  static DestinationState read(Stores stores, Location root, List<String> ids) throws IOException {
    return read(stores, root, SOURCE, leases(ids));
  }

  static DestinationState read(
      Stores stores, Location root, String source, List<Lease.Predecessor> leases)
      throws IOException {
    LedgerSnapshot ledger = LedgerSnapshot.readWithPause(stores, root.resolve("_spillway"), leases);
    return DestinationState.read(stores, ledger, root, source, id -> !id.equals("main"));
  }
}
