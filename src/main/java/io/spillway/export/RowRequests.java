package io.spillway.export;

import io.spillway.request.Option;
import io.spillway.request.SharedOptions;
import io.spillway.source.RowSourceOptions;
import java.util.List;
import java.util.stream.Stream;

/** The options of exports of rows and of their verification, for all sources. */
public final class RowRequests {
  public static final Option<Boolean> READ_CONTENT =
      Option.flag("read-content", "read every value, not only what footers say").remote();

  /** The options that all exports of rows have besides those of their source. */
  static final List<Option<?>> GENERAL =
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
  static final List<Option<?>> VERIFY =
      List.of(
          RowSourceOptions.EXPORT_ID
              .described("verify this export")
              .unless("the last that succeeded"),
          READ_CONTENT,
          SharedOptions.LEDGER);

  private RowRequests() {}
}
