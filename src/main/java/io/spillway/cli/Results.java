package io.spillway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.ExportHistory;
import io.spillway.ExportReport;
import io.spillway.RowReport;
import io.spillway.SpillwayException;
import io.spillway.Version;
import java.util.Locale;

/** The results of commands. */
public final class Results {
  private Results() {}

  /** Returns the result of {@code --version}. */
  public static Result version() {
    return new OfVersion();
  }

  /** The result of an export or of a dry run. */
  record OfExport(ExportReport report) implements Result {
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
  record OfTrouble(SpillwayException.Kind kind, String message) implements Result {
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
   * The result of the demo.
   *
   * @param report of its export
   * @param arrived the contents of its folder
   */
  public record OfDemo(ExportReport report, Arrived arrived) implements Result {
    @Override
    public String text() {
      return Reports.text(report) + DemoText.of(arrived);
    }

    @Override
    public ObjectNode json() {
      ObjectNode json = Json.document("demo").put("folder", arrived.folder().toString());
      json.set("export", ReportJson.of(report));
      ArrayNode groups = json.putArray("arrived");
      arrived
          .groups()
          .forEach(
              (name, tally) ->
                  groups
                      .addObject()
                      .put("name", name)
                      .put("objects", tally.objects())
                      .put("bytes", tally.bytes()));
      return json;
    }
  }

  /**
   * The result of the demo of Postgres.
   *
   * @param report of its export
   * @param arrived the exported tables
   */
  public record OfShop(RowReport report, ShopArrived arrived) implements Result {
    @Override
    public String text() {
      return Reports.text(report) + ShopText.of(arrived);
    }

    @Override
    public ObjectNode json() {
      ObjectNode json = Json.document("demo").put("folder", arrived.folder().toString());
      json.set("export", new RowResults.OfExport(report).json());
      ArrayNode tables = json.putArray("arrived");
      for (ShopArrived.Table table : arrived.tables()) {
        tables
            .addObject()
            .put("name", table.name())
            .put("objects", table.files())
            .put("bytes", table.bytes())
            .put("partitions", table.partitions())
            .put("rows", table.rows())
            .put("sourceBytes", table.sourceBytes());
      }
      return json;
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
