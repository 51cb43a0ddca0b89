package io.spillway.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.base.SpillwayException;
import io.spillway.base.Version;
import java.util.Locale;

/** The results of commands. */
public final class Results {
  private Results() {}

  /** Returns the result of {@code --version}. */
  public static Result version() {
    return new OfVersion();
  }

  /** The result of an export or of a dry run. */
  public record OfExport(ExportReport report) implements Result {
    @Override
    public String text() {
      return Reports.text(report);
    }

    @Override
    public ObjectNode json() {
      return ReportJson.of(report);
    }
  }

  /** The exports of a destination. */
  public record OfStatus(ExportHistory history) implements Result {
    @Override
    public String text() {
      return StatusText.of(history);
    }

    @Override
    public ObjectNode json() {
      return StatusJson.of(history, false);
    }
  }

  /**
   * One export of a destination.
   *
   * @param history with the export as its only entry
   */
  public record OfRecord(ExportHistory history) implements Result {
    @Override
    public String text() {
      return StatusDetail.of(history, history.exports().get(0));
    }

    @Override
    public ObjectNode json() {
      return StatusJson.of(history, true);
    }
  }

  /** The version of Spillway. */
  record OfVersion() implements Result {
    @Override
    public String text() {
      return "spillway " + Version.text() + "\n";
    }

    @Override
    public ObjectNode json() {
      return Json.document("version").put("version", Version.text());
    }
  }

  /**
   * The error that stopped a command. Its text is empty, because people read it on standard error.
   */
  public record OfTrouble(SpillwayException.Kind kind, String message) implements Result {
    @Override
    public String text() {
      return "";
    }

    @Override
    public ObjectNode json() {
      return Json.document("error")
          .put("exitCode", kind.exitCode())
          .put("kind", kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
          .put("message", message);
    }
  }

  /**
   * A running embedded lakeFS.
   *
   * @param description for people
   * @param url of its API
   * @param filled a sentence about its contents
   * @param repository its only repository
   * @param branch of the repository
   */
  public record OfSandbox(
      String description,
      String url,
      String accessKey,
      String secretKey,
      String filled,
      String repository,
      String branch)
      implements Result {
    @Override
    public String text() {
      return description + filled + "\nStop it with Ctrl-C.\n";
    }

    @Override
    public ObjectNode json() {
      return Json.document("sandbox")
          .put("url", url)
          .put("accessKey", accessKey)
          .put("secretKey", secretKey)
          .put("repository", repository)
          .put("branch", branch);
    }

    @Override
    public String toString() {
      return "a sandbox at " + url;
    }
  }
}
