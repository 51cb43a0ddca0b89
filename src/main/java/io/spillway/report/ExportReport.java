package io.spillway.report;

import io.spillway.base.KeyGlobs;
import io.spillway.ledger.RowsRecord;
import io.spillway.object.plan.Preview;
import io.spillway.outcome.Failure;
import io.spillway.outcome.Summary;
import io.spillway.outcome.Summary.Count;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The end of an export, or of its dry run.
 *
 * @param source the exported source: {@code lakefs://example-repo}, {@code SCHEME://HOST/NAME}
 * @param exportId the id of this export; its record is {@code
 *     _spillway/exports/<exportId>/export.json}; empty for a dry run
 * @param success whether the destination holds the complete export
 * @param duration from pinning, or from taking the lease, to the marker
 * @param marker the marker's location, as a URI; empty if none could be written, or in a dry run
 * @param summary counts, bytes, failures and cost
 * @param content the part that is specific to objects or to rows
 */
public record ExportReport(
    String source,
    String exportId,
    boolean success,
    Duration duration,
    String marker,
    Summary summary,
    Content content) {

  /** The part of a report that is specific to objects or to rows. */
  public sealed interface Content permits OfObjects, OfRows {
    /** Returns the name of the exported state for error messages. */
    String name(String source);
  }

  /**
   * An export of objects.
   *
   * @param commitId the exported commit
   * @param since the commit that the destination held before, if only the difference was exported;
   *     empty for a full export
   * @param globs the selected keys
   * @param preview the planned work, in the order of the steps; only in a dry run
   * @param isEmpty whether the commit has no selected object
   */
  public record OfObjects(
      String commitId,
      Optional<String> since,
      KeyGlobs globs,
      List<Preview> preview,
      boolean isEmpty)
      implements Content {
    public OfObjects {
      preview = List.copyOf(preview);
    }

    /** Creates the content of an export of a commit that has objects. */
    public OfObjects(
        String commitId, Optional<String> since, KeyGlobs globs, List<Preview> preview) {
      this(commitId, since, globs, preview, false);
    }

    @Override
    public String name(String source) {
      return source + "/" + commitId;
    }
  }

  /**
   * An export of rows.
   *
   * @param rows the snapshot, and the final state of each table; in a dry run the rows to read, by
   *     the source's statistics
   */
  public record OfRows(RowsRecord rows) implements Content {
    @Override
    public String name(String source) {
      return source;
    }
  }

  /** Returns whether this was a dry run, which writes nothing. */
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

  /** Returns whether the commit has no selected object. */
  public boolean isEmpty() {
    return content instanceof OfObjects objects && objects.isEmpty();
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

  /** Returns the number of objects, or files of rows, that this run wrote. */
  public long objects() {
    return summary.copied().objects();
  }

  /** Returns the bytes of content in the written objects or files. */
  public long bytes() {
    return summary.copied().bytes();
  }

  /** Returns the number of objects that this run deleted at the destination. */
  public long deleted() {
    return summary.count(Count.DELETED);
  }

  /**
   * Returns how many of the deleted objects were in no exported commit; only a mirror deletes such
   * objects.
   */
  public long mirrored() {
    return summary.count(Count.MIRRORED);
  }

  /** Returns the number of failures. */
  public long failed() {
    return summary.failures().total();
  }

  /** Returns the first failures, at most {@link Failures#MAX_KEPT}. */
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
