package io.spillway.report;

import io.spillway.base.KeyGlobs;
import io.spillway.ledger.RowsRecord;
import io.spillway.object.plan.Preview;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Summary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The end of an export, or of its dry run.
 *
 * @param source the exported source: {@code lakefs://example-repo}, {@code SCHEME://HOST/NAME}
 * @param exportId the id of this export; its record is {@code
 *     _spillway/exports/<exportId>/export.json}; empty for a dry run
 * @param success whether the destination has all of it
 * @param duration from pinning, or from taking the lease, to the marker
 * @param marker the marker's location, as a URI; empty when none could be written, or in a dry run
 * @param summary counts, bytes, failures and cost
 * @param content the part that only exports of objects have, or only those of rows
 */
public record ExportReport(
    String source,
    String exportId,
    boolean success,
    Duration duration,
    String marker,
    Summary summary,
    Content content) {

  /** The part of a report that is peculiar to objects or to rows. */
  public sealed interface Content permits OfObjects, OfRows {
    /** Returns the exported state as errors name it. */
    String name(String source);
  }

  /**
   * An export of objects.
   *
   * @param commitId the exported commit
   * @param since the commit that the destination held before, so that only the difference was done;
   *     empty for a full export
   * @param globs the selected keys
   * @param preview the planned work, in the order of the steps; only in a dry run
   */
  public record OfObjects(
      String commitId, Optional<String> since, KeyGlobs globs, List<Preview> preview)
      implements Content {
    public OfObjects {
      preview = List.copyOf(preview);
    }

    @Override
    public String name(String source) {
      return source + "/" + commitId;
    }
  }

  /**
   * An export of rows.
   *
   * @param rows the snapshot, and the end of each table; in a dry run the rows that there are to
   *     read, by the source's statistics
   */
  public record OfRows(RowsRecord rows) implements Content {
    @Override
    public String name(String source) {
      return source;
    }
  }

  /** Returns whether nothing was written because the user only wanted to see the plan. */
  public boolean isDryRun() {
    return exportId.isEmpty();
  }

  /** Returns the repository whose state was exported: {@code lakefs://example-repo}. */
  public String repository() {
    return source;
  }

  /** Returns the exported commit. */
  public String commitId() {
    return ofObjects().commitId();
  }

  /** Returns the commit that the destination held before; empty for a full export. */
  public Optional<String> since() {
    return ofObjects().since();
  }

  /** Returns the selected keys. */
  public KeyGlobs globs() {
    return ofObjects().globs();
  }

  /** Returns the planned work, in the order of the steps; empty unless it is a dry run. */
  public List<Preview> preview() {
    return ofObjects().preview();
  }

  /** Returns the tables of an export of rows. */
  public RowsRecord rows() {
    if (content instanceof OfRows rows) {
      return rows.rows();
    }
    throw new IllegalStateException("An export of objects has no rows");
  }

  private OfObjects ofObjects() {
    if (content instanceof OfObjects objects) {
      return objects;
    }
    throw new IllegalStateException("An export of rows has no commit");
  }

  /** Returns the number of objects, or files of rows, that this run has written. */
  public long objects() {
    return summary.copied().objects();
  }

  /** Returns the bytes of content in them. */
  public long bytes() {
    return summary.copied().bytes();
  }

  /** Returns the number of objects that this run has deleted at the destination. */
  public long deleted() {
    return summary.deleted();
  }

  /** Returns how many of these were in no exported commit: a mirror deletes them. */
  public long mirrored() {
    return summary.mirrored();
  }

  /** Returns the number of failures. */
  public long failed() {
    return summary.failures().total();
  }

  /** Returns the first of the failures, at most ten thousand. */
  public List<Failure> failures() {
    return summary.failures().kept();
  }

  /** Returns the text that the command line prints: a title, then lines of names and values. */
  @Override
  public String toString() {
    return Reports.text(this);
  }

  /** Returns the report as an HTML table, for a notebook. */
  public String toHtml() {
    return Reports.html(this);
  }
}
