package io.spillway.export;

import io.spillway.request.BadInput;
import io.spillway.request.Option;
import io.spillway.request.OptionValues;
import io.spillway.request.SharedOptions;
import io.spillway.source.ObjectSourceOptions;
import java.util.List;
import java.util.stream.Stream;

/** The options of exports of objects and of their verification, for all sources. */
public final class ObjectRequests {
  public static final Option<Boolean> READ_CONTENT =
      Option.flag("read-content", "read every byte there, not only what its listing says").remote();

  /** The option that lists all differences of a verification. */
  public static final Option<Boolean> LIST_DIFFERENCES =
      Option.flag("list", "print all differences, as JSON Lines").remote();

  /** The options that all exports of objects have besides those of their source. */
  static final List<Option<?>> GENERAL =
      Stream.of(
              List.of(
                  SharedOptions.DRY_RUN,
                  ObjectSourceOptions.LIST,
                  ObjectSourceOptions.NO_RESUME,
                  SharedOptions.WAIT,
                  ObjectSourceOptions.FORCE,
                  SharedOptions.MAX_CONCURRENCY,
                  SharedOptions.RETRY_FOR,
                  SharedOptions.PART_THRESHOLD),
              SharedOptions.KEEPING,
              List.of(ObjectSourceOptions.METADATA),
              SharedOptions.ENDING)
          .<Option<?>>flatMap(List::stream)
          .toList();

  /** The options of a verification besides those of its source. */
  static final List<Option<?>> VERIFY =
      Stream.of(
              List.of(READ_CONTENT, LIST_DIFFERENCES),
              ObjectSourceOptions.KEYS,
              ObjectSourceOptions.READING,
              List.of(SharedOptions.MAX_CONCURRENCY, SharedOptions.RETRY_FOR, SharedOptions.LEDGER))
          .<Option<?>>flatMap(List::stream)
          .toList();

  private ObjectRequests() {}

  /**
   * Checks the options of an export as a whole.
   *
   * @throws io.spillway.base.SpillwayException (bad input) if they contradict each other
   */
  static void check(OptionValues given) {
    if (given.get(ObjectSourceOptions.LIST) && !given.get(SharedOptions.DRY_RUN)) {
      throw BadInput.of("--list tells what --dry-run finds: give both, or neither");
    }
    ObjectSourceOptions.since(given);
    ExportOptions.of(given);
  }
}
