package io.spillway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Location;
import io.spillway.base.Snapshot;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Failures;
import io.spillway.outcome.Summary;
import io.spillway.outcome.Summary.Count;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MarkerTextTest {
  private static final Instant STARTED = Instant.parse("2026-11-21T09:15:42.118Z");

  @Test
  void shouldTellWhatASuccessStandsFor() {
    // Given
    Summary summary = Summary.NONE.with(Count.OBJECTS, 10_021).with(Count.BYTES, 123_456_789);

    // When
    String text = text(State.SIGNING, summary);

    // Then
    assertThat(text)
        .isEqualTo(
            """
            state: SUCCESS
            source: lakefs://example
            commit: c1
            export: id
            started: 2026-11-21T09:15:42.118Z
            ended: 2026-11-21T09:15:43.618Z
            duration: 1.500 s
            objects: 10021
            bytes: 123456789
            """);
  }

  @Test
  void shouldTellWhatADiffDid() {
    // Given
    Summary summary =
        Summary.NONE
            .with(Count.OBJECTS, 3)
            .with(Count.BYTES, 300)
            .with(Count.SKIPPED, 4)
            .with(Count.SKIPPED_BYTES, 400)
            .with(Count.DELETED, 5)
            .with(Count.LEFTOVERS, 6);

    // When
    String text = text(State.SIGNING, summary, Optional.of("c0"), OptionalLong.of(10_021));

    // Then
    assertThat(text)
        .isEqualTo(
            """
            state: SUCCESS
            source: lakefs://example
            commit: c1
            since: c0
            export: id
            started: 2026-11-21T09:15:42.118Z
            ended: 2026-11-21T09:15:43.618Z
            duration: 1.500 s
            objects: 3
            bytes: 300
            present: 10021
            deleted: 5
            skipped: 4
            leftovers: 6
            """);
  }

  @Test
  void shouldTellWhatIsLessThanPerfect() {
    assertThat(
            text(
                State.SIGNING,
                Summary.NONE
                    .with(Count.OBJECTS, 9)
                    .with(Count.BYTES, 9)
                    .with(Count.PROVED_BY_SIZE, 1)
                    .with(Count.METADATA_DROPPED, 2)
                    .with(Count.METADATA_NOT_KEPT, 3)))
        .contains("proved by size alone: 1\n", "metadata dropped: 2\n", "metadata not kept: 3\n");
  }

  @Test
  void shouldGiveEveryFailedKeyOneLineWhateverItHolds() {
    // Given
    Failures failures =
        Failures.of("größe/日本語", "is gone")
            .and(Failures.of("two\nlines\r\u001b[31m", "says\n\tmore\u0085"));

    // When
    String text = text(State.FAILED, Summary.of(failures));

    // Then
    assertThat(text)
        .startsWith("state: FAILURE\n")
        .contains("failed: 2\n")
        .endsWith(
            "\n\ngröße/日本語: is gone\n"
                + "two\\u000alines\\u000d\\u001b[31m: says\\u000a\\u0009more\\u0085\n");
  }

  @Test
  void shouldSayHowManyFailuresItDoesNotName() {
    Failures capped =
        new Failures(1_234_567, List.of(new Failure("a", "is gone"), new Failure("b", "is gone")));

    assertThat(text(State.FAILED, Summary.of(capped)))
        .contains("failed: 1234567\n")
        .endsWith("\na: is gone\nb: is gone\n… and 1234565 more\n");
  }

  @Test
  void shouldTellWhatAnExportOfRowsLeftOut() {
    // Given
    RowsRecord rows =
        new RowsRecord(
            "00000003-1",
            "0/1",
            STARTED.toString(),
            "zstd",
            7,
            1,
            List.of(),
            List.of(new RowsRecord.Skipped("shop.public.t", "no privilege")),
            List.of("18 tables are left out."),
            null,
            null,
            null,
            null);
    ExportRecord running =
        ExportRecord.first(
            new ExportId("id", STARTED),
            ExportRecord.What.ofRows("postgresql://db:5432/shop", "s3://b/x"),
            7,
            "1.0",
            Records.NOTHING,
            rows);
    ExportRecord.End end = ExportRecord.End.of(running.run(), STARTED.plusMillis(1), "marker");

    // When
    String text =
        MarkerText.of(
            running.ended(State.SIGNING, end, Summary.NONE, OptionalLong.empty()),
            end,
            Summary.NONE);

    // Then
    assertThat(text)
        .contains("tables: 1\nrows: 7\ntables skipped: 1\nnote: 18 tables are left out.\n");
  }

  private static String text(State state, Summary summary) {
    return text(state, summary, Optional.empty(), OptionalLong.empty());
  }

  private static String text(
      State state, Summary summary, Optional<String> since, OptionalLong present) {
    ExportRecord running =
        ExportRecord.first(
            new ExportId("id", STARTED),
            ExportRecord.What.of(
                new Snapshot("lakefs://example", "c1"),
                since,
                Location.parse("s3://b/x"),
                "strict"),
            7,
            "1.0",
            Records.NOTHING);
    ExportRecord.End end = ExportRecord.End.of(running.run(), STARTED.plusMillis(1_500), "marker");
    return MarkerText.of(running.ended(state, end, summary, present), end, summary);
  }
}
