package io.spillway.export;

import io.spillway.request.ExportRequest;
import io.spillway.request.Option;
import io.spillway.request.OptionValues;
import io.spillway.request.SharedOptions;
import io.spillway.request.VerifyRequest;
import io.spillway.source.RowSourceOptions;
import io.spillway.source.SourceProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The options of exports of rows and of their verification, for all sources. */
public final class RowRequests {
  public static final Option<Boolean> READ_CONTENT =
      Option.flag("read-content", "read every value, not only what footers say");

  /** The options that all exports of rows have besides those of their source. */
  public static final List<Option<?>> GENERAL =
      Stream.of(
              List.of(
                  SharedOptions.DRY_RUN,
                  SharedOptions.WAIT,
                  SharedOptions.MAX_CONCURRENCY.described("requests to the store per executor"),
                  SharedOptions.RETRY_FOR),
              SharedOptions.KEEPING,
              SharedOptions.ENDING)
          .<Option<?>>flatMap(List::stream)
          .toList();

  /** The options of a verification. */
  public static final List<Option<?>> VERIFY =
      List.of(
          RowSourceOptions.EXPORT_ID
              .described("verify this export")
              .unless("the last that succeeded"),
          READ_CONTENT,
          SharedOptions.LEDGER);

  private RowRequests() {}

  /**
   * Checks the URI and the options of a request.
   *
   * @throws io.spillway.base.SpillwayException (bad input) if it is invalid
   */
  public static void check(SourceProvider provider, ExportRequest request) {
    List<Option<?>> known = new ArrayList<>(provider.options());
    known.addAll(GENERAL);
    request.check(known);
    provider.nameOf(request.source());
    options(request.options());
  }

  /**
   * Checks the options of a request.
   *
   * @throws io.spillway.base.SpillwayException (bad input) if one is invalid
   */
  public static void check(VerifyRequest request) {
    request.check(VERIFY);
  }

  /** Returns the options that do not depend on the source. */
  public static RowOptions options(OptionValues given) {
    return new RowOptions(
        given.get(RowSourceOptions.TARGET_FILE_SIZE),
        given.get(RowSourceOptions.COMPRESSION),
        given.get(RowSourceOptions.MAX_CONNECTIONS),
        given.get(RowSourceOptions.SKIP_UNREADABLE),
        given.get(RowSourceOptions.EXPORT_ID),
        given.get(SharedOptions.MAX_CONCURRENCY),
        given.get(SharedOptions.RETRY_FOR),
        SharedOptions.writing(given),
        given.get(SharedOptions.LEDGER),
        given.get(SharedOptions.DRY_RUN),
        given.get(SharedOptions.WAIT),
        SharedOptions.retention(given),
        given.get(SharedOptions.NOTIFY));
  }
}
