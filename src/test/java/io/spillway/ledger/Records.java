package io.spillway.ledger;

import io.spillway.KeyGlobs;
import io.spillway.Location;
import io.spillway.source.Snapshot;
import io.spillway.store.Stores;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** Records for tests: exports from {@code lakefs://repo}. */
final class Records {
  static final String SOURCE = "lakefs://repo";

  /** Of an empty destination. */
  static final Holdings NOTHING =
      new Holdings(
          Optional.empty(),
          OptionalLong.empty(),
          KeyGlobs.ALL,
          List.of(),
          Holdings.Origin.NOTHING,
          Optional.empty(),
          List.of(),
          List.of());

  /** Less than a record: which commit, when, over what. */
  record Draft(String commit, Instant startedAt, Holdings holdings) {}

  private Records() {}

  static ExportId id(Instant startedAt) {
    return ExportId.next(
        Clock.fixed(startedAt, ZoneOffset.UTC), new Random(startedAt.toEpochMilli()));
  }

  static Draft first(String commit, Instant startedAt) {
    return first(commit, startedAt, NOTHING);
  }

  static Draft first(String commit, Instant startedAt, Holdings holdings) {
    return new Draft(commit, startedAt, holdings);
  }

  /** Begins it with its ledger at the root. */
  static Ledger begin(Stores stores, Location root, Draft draft) throws IOException {
    ExportRecord record =
        ExportRecord.first(
            id(draft.startedAt()),
            ExportRecord.What.of(
                new Snapshot(SOURCE, draft.commit()), Optional.empty(), root, "strict"),
            1,
            "dev",
            draft.holdings());
    return Ledger.begin(stores, root.resolve("_spillway"), root, record);
  }

  /** What is known of the root by the ledger there. */
  static Holdings read(Stores stores, Location root, List<String> ids) throws IOException {
    return Holdings.read(stores, root.resolve("_spillway"), root, SOURCE, ids);
  }
}
