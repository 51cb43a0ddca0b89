package io.spillway.report;

import io.spillway.base.KeyGlobs;
import io.spillway.object.verify.Difference;
import io.spillway.object.verify.Verified;
import io.spillway.outcome.Cost;
import io.spillway.outcome.RowsVerified;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The comparison of a destination with the state that it should hold.
 *
 * @param source the exported source: {@code lakefs://example-repo}
 * @param destination the root
 * @param readsContent whether content was read, and not only listings or the footers of files
 * @param duration of the comparison
 * @param content the part that is specific to objects or to rows
 */
public record VerifyReport(
    String source, String destination, boolean readsContent, Duration duration, Content content) {

  /** The part of a report that is specific to objects or to rows. */
  public sealed interface Content permits OfObjects, OfRows {
    /** Returns whether everything could be checked and nothing differs. */
    boolean isEqual();

    /** Returns the cost of the comparison. */
    Cost cost();
  }

  /**
   * A comparison with a commit.
   *
   * @param commitId the commit
   * @param globs the compared keys
   * @param verified counts and the first differences
   * @param remarks facts about the destination that the user should know, with their reasons
   */
  public record OfObjects(
      String commitId, KeyGlobs globs, Verified verified, Map<String, String> remarks)
      implements Content {
    public OfObjects {
      remarks = Collections.unmodifiableMap(new TreeMap<>(remarks));
    }

    @Override
    public boolean isEqual() {
      return verified.isEqual();
    }

    @Override
    public Cost cost() {
      return verified.cost();
    }
  }

  /**
   * A comparison of an export of rows with the record that was made when its rows were read.
   *
   * @param exportId the export
   * @param tables the number of its tables
   * @param verified the number of files and rows that match the record, and the differences
   */
  public record OfRows(String exportId, long tables, RowsVerified verified) implements Content {
    @Override
    public boolean isEqual() {
      return verified.differences().isEmpty();
    }

    @Override
    public Cost cost() {
      return verified.cost();
    }
  }

  /** Returns whether everything could be checked and nothing differs. */
  public boolean isEqual() {
    return content.isEqual();
  }

  /** Returns the repository whose commit was compared: {@code lakefs://example-repo}. */
  public String repository() {
    return source;
  }

  /** Returns the commit. */
  public String commitId() {
    return ofObjects().commitId();
  }

  /** Returns the compared keys. */
  public KeyGlobs globs() {
    return ofObjects().globs();
  }

  /** Returns counts and the first differences of objects. */
  public Verified verified() {
    return ofObjects().verified();
  }

  /** Returns facts about the destination that the user should know, with their reasons. */
  public Map<String, String> remarks() {
    return ofObjects().remarks();
  }

  /** Returns the first differences of objects, at most {@link Verified#MAX_KEPT}. */
  public List<Difference> differences() {
    return verified().first();
  }

  /** Returns the comparison of an export of rows. */
  public OfRows rows() {
    if (content instanceof OfRows rows) {
      return rows;
    }
    throw new IllegalStateException("A comparison of objects has no rows");
  }

  private OfObjects ofObjects() {
    if (content instanceof OfObjects objects) {
      return objects;
    }
    throw new IllegalStateException("A comparison of rows has no commit");
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
