package io.spillway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.Snapshot;
import io.spillway.ledger.DestinationState;
import io.spillway.ledger.ExportId;
import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.Ledger;
import io.spillway.ledger.State;
import io.spillway.outcome.Cost;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Imports;
import io.spillway.outcome.Summary;
import io.spillway.outcome.Summary.Count;
import io.spillway.outcome.Tally;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.Stores;
import io.spillway.store.Traffic;
import io.spillway.store.Traffic.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A destination whose ledger has some exports, each of which ended in its own way. */
final class RecordedExports {
  static final String FULL = "20261120T091530.400Z-0c1f2e3d";
  static final String FAILED = "20261121T091538.001Z-5f3a9c1e";
  static final String DIFF = "20261121T101538.007Z-77aa00ff";
  static final String RUNNING = "20261122T080000.000Z-01020304";

  private static final String FIRST = "a55ffe1d57ccd7a8".repeat(4);
  private static final String SECOND = "42167891694b06ee".repeat(4);
  private static final String THIRD = "0d0e0a0d0b0e0e0f".repeat(4);

  private final Stores stores = new Stores(Settings.of(Map.of()));
  private final Location root;
  private final Location ledger;
  private final List<String> ids = new ArrayList<>();

  RecordedExports(String root) {
    this.root = Location.parse(root);
    this.ledger = this.root.resolve("_spillway");
  }

  /** One that copied all, one that failed, one that was resumed to its end, and one under way. */
  void all() throws IOException {
    full();
    failed();
    diff();
    running();
  }

  void full() throws IOException {
    Traffic tasks =
        Traffic.of(
            Map.of(
                Kind.COPY,
                10_021L,
                Kind.GET,
                12L,
                Kind.RECEIVED,
                2_048L,
                Kind.COPIED,
                375_809_638L,
                Kind.RETRIES,
                3L,
                Kind.THROTTLES,
                2L));
    Traffic driver =
        Traffic.of(Map.of(Kind.LIST, 6L, Kind.PUT, 9L, Kind.SENT, 500L, Kind.RECEIVED, 900L));
    Cost.Task slowest =
        new Cost.Task(
            "copy-1",
            0,
            2,
            "images/0412.png",
            new Tally(96, 201_326_592),
            Duration.ofMillis(2_917));
    Summary done =
        Summary.NONE
            .with(Count.OBJECTS, 10_021)
            .with(Count.BYTES, 375_809_638)
            .with(Count.LEFTOVERS, 3)
            .with(Count.PROVED_BY_SIZE, 4)
            .with(Count.METADATA_DROPPED, 2)
            .plus(Summary.of(new Cost(tasks, driver, 24, Duration.ofMillis(31_200), slowest)));
    Ledger begun = begin(FULL, FIRST, 1, Optional.empty(), Optional.empty(), List.of());
    end(begun, "2026-11-20T09:17:35.702Z", State.SUCCEEDED, done, 10_021);
  }

  void failed() throws IOException {
    Failures failures =
        Failures.of("images/0001.png", "its object is gone.")
            .and(Failures.of("odd\nkey", "access is denied."));
    Summary done = Summary.of(failures).with(Count.OBJECTS, 12).with(Count.BYTES, 480);
    Ledger begun = begin(FAILED, SECOND, 2, Optional.of(FIRST), Optional.of(FIRST), List.of());
    end(begun, "2026-11-21T09:15:42.118Z", State.FAILED, done, -1);
  }

  void diff() throws IOException {
    Summary done =
        Summary.of(new Imports(Map.of("s3://imports/", new Tally(10, 2_048)), Tally.NONE))
            .with(Count.OBJECTS, 998)
            .with(Count.BYTES, 12_345)
            .with(Count.SKIPPED, 12)
            .with(Count.SKIPPED_BYTES, 480)
            .with(Count.DELETED, 500)
            .with(Count.MIRRORED, 20);
    ExportRecord record =
        record(DIFF, THIRD, 3, Optional.of(FIRST), Optional.of(FIRST), List.of(SECOND))
            .again(4, Instant.parse("2026-11-21T10:30:00.000Z"), "1.0.0", holdings(FIRST, SECOND));
    end(begin(record), "2026-11-21T10:30:04.117Z", State.SUCCEEDED, done, 10_100);
  }

  /** Its process may live or not. */
  void running() throws IOException {
    begin(RUNNING, SECOND, 5, Optional.of(THIRD), Optional.of(THIRD), List.of());
    lease(5, RUNNING, 17, false);
  }

  void lease(long number, String exportId, long beats, boolean released) throws IOException {
    String file = String.format(Locale.ROOT, "lease/%08d", number);
    write(
        file + ".json",
        "{\"formatVersion\":1,\"lease\":"
            + number
            + ",\"holder\":\"ann@build-7 pid 4711\",\"since\":\"2026-11-22T07:59:59.123Z\","
            + "\"token\":\"t\"}");
    write(
        file + ".beat",
        "{\"beats\":"
            + beats
            + (exportId.isEmpty() ? "" : ",\"exportId\":\"" + exportId + "\"")
            + ",\"released\":"
            + released
            + "}");
  }

  /** The record is cut short. */
  void damage(String exportId) throws IOException {
    write("exports/" + exportId + "/export.json", "{\"formatVersion\": 2, \"exp");
  }

  /** What a worker of it did. */
  void outcome(String exportId, String name) throws IOException {
    write("exports/" + exportId + "/outcomes/copy-1/000000/" + name, "lines");
  }

  void write(String name, String text) throws IOException {
    stores
        .open(ledger)
        .write(ledger.resolve(name).path(), Body.of(text.getBytes(UTF_8)), Attributes.NONE);
  }

  private Ledger begin(
      String id,
      String commit,
      long lease,
      Optional<String> since,
      Optional<String> base,
      List<String> attempts)
      throws IOException {
    return begin(record(id, commit, lease, since, base, attempts));
  }

  private Ledger begin(ExportRecord record) throws IOException {
    ids.add(0, record.exportId());
    return Ledger.begin(stores, ledger, root, record.writing());
  }

  private ExportRecord record(
      String id,
      String commit,
      long lease,
      Optional<String> since,
      Optional<String> base,
      List<String> attempts) {
    return ExportRecord.first(
        ExportId.parse(id).orElseThrow(),
        ExportRecord.What.of(new Snapshot("lakefs://example", commit), since, root, "strict")
            .of(id.equals(FAILED) ? KeyGlobs.ALL.including("images/**") : KeyGlobs.ALL),
        lease,
        "1.0.0",
        holdings(base.orElse(null), attempts.toArray(String[]::new)));
  }

  private DestinationState holdings(String base, String... attempts) {
    return new DestinationState(
        Optional.ofNullable(base),
        base == null ? OptionalLong.empty() : OptionalLong.of(10_021),
        KeyGlobs.ALL,
        List.of(attempts),
        DestinationState.Origin.LEDGER,
        Optional.empty(),
        ids,
        List.of());
  }

  private void end(Ledger begun, String endedAt, State state, Summary done, long present)
      throws IOException {
    begun.sign(
        state.isSuccess(),
        Instant.parse(endedAt),
        done,
        present < 0 ? OptionalLong.empty() : OptionalLong.of(present));
    begun.close(state);
  }
}
