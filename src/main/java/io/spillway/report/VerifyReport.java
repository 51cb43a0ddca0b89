package io.spillway.report;

import io.spillway.base.KeyGlobs;
import io.spillway.object.verify.Difference;
import io.spillway.object.verify.Verified;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a destination compares with a commit.
 *
 * @param repository whose commit it is: {@code lakefs://example-repo}
 * @param commitId which
 * @param destination what was compared with it
 * @param globs which keys were compared
 * @param readsContent whether contents were read, and not only what listings say
 * @param verified counts and the first differences
 * @param duration of all that
 * @param remarks what the user should know of the destination, and why
 */
public record VerifyReport(
    String repository,
    String commitId,
    String destination,
    KeyGlobs globs,
    boolean readsContent,
    Verified verified,
    Duration duration,
    Map<String, String> remarks) {
  public VerifyReport {
    remarks = Collections.unmodifiableMap(new TreeMap<>(remarks));
  }

  /** Whether nothing differs, and everything could be checked. */
  public boolean isEqual() {
    return verified.isEqual();
  }

  /** The first of the differences, at most ten thousand. */
  public List<Difference> differences() {
    return verified.first();
  }

  /** What the command line prints at the end: a title, then a line for each thing to know. */
  @Override
  public String toString() {
    return Reports.text(this);
  }

  /** The same as an HTML table, for a notebook. */
  public String toHtml() {
    return Reports.html(this);
  }
}
