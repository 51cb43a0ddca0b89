package io.spillway.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.spillway.plan.Failure;
import io.spillway.plan.Summary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code export.json} holds. Its fields are documented in {@code docs/reference/ledger.md}.
 *
 * @param formatVersion of this file
 * @param exportId names the export
 * @param state where it stands
 * @param source {@code lakefs://repo}
 * @param commitId what is exported
 * @param destination the root
 * @param spillwayVersion who wrote it
 * @param startedAt ISO-8601, UTC
 * @param endedAt ISO-8601, UTC; absent while it runs
 * @param durationMillis absent while it runs
 * @param marker the marker's name; absent until there is one
 * @param objects at the destination
 * @param bytes of content in them
 * @param provedBySize objects whose checksum could prove nothing
 * @param metadataDropped objects that lost metadata because the user asked for it
 * @param metadataNotKept objects that lost metadata because the destination holds none
 * @param failed how many failed
 * @param failures the first of them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExportRecord(
    int formatVersion,
    String exportId,
    State state,
    String source,
    String commitId,
    String destination,
    String spillwayVersion,
    String startedAt,
    @Nullable String endedAt,
    @Nullable Long durationMillis,
    @Nullable String marker,
    long objects,
    long bytes,
    long provedBySize,
    long metadataDropped,
    long metadataNotKept,
    long failed,
    List<Failure> failures) {

  static final int FORMAT_VERSION = 1;

  static ExportRecord running(
      ExportId id, String source, String commitId, String destination, String version) {
    return new ExportRecord(
        FORMAT_VERSION,
        id.text(),
        State.RUNNING,
        source,
        commitId,
        destination,
        version,
        id.startedAt().toString(),
        null,
        null,
        null,
        0,
        0,
        0,
        0,
        0,
        0,
        List.of());
  }

  ExportRecord ended(State state, Instant endedAt, String marker, Summary summary) {
    return new ExportRecord(
        formatVersion,
        exportId,
        state,
        source,
        commitId,
        destination,
        spillwayVersion,
        startedAt,
        endedAt.toString(),
        Duration.between(Instant.parse(startedAt), endedAt).toMillis(),
        marker,
        summary.copied().objects(),
        summary.copied().bytes(),
        summary.provedBySize(),
        summary.metadataDropped(),
        summary.metadataNotKept(),
        summary.failures().total(),
        summary.failures().kept());
  }

  ExportRecord in(State changed) {
    return new ExportRecord(
        formatVersion,
        exportId,
        changed,
        source,
        commitId,
        destination,
        spillwayVersion,
        startedAt,
        endedAt,
        durationMillis,
        marker,
        objects,
        bytes,
        provedBySize,
        metadataDropped,
        metadataNotKept,
        failed,
        failures);
  }
}
