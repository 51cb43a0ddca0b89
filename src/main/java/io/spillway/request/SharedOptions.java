package io.spillway.request;

import io.spillway.base.ByteSize;
import io.spillway.base.GivenLocation;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.store.Encryption;
import io.spillway.store.RetryPolicy;
import io.spillway.store.StorageClass;
import io.spillway.store.Stores;
import io.spillway.store.Writing;
import java.util.List;
import java.util.Optional;

/**
 * The options that all exports have, regardless of their source, and the records made from them.
 */
public final class SharedOptions {
  public static final Option<Boolean> DRY_RUN = Option.flag("dry-run", "plan only").remote();

  public static final Option<Boolean> WAIT =
      Option.flag("wait", "wait for the lease instead of refusing").remote();

  public static final Option<Integer> MAX_CONCURRENCY =
      Option.number("max-concurrency", "N", "requests per executor", Stores.CONCURRENCY).remote();

  public static final Option<RetryPolicy> RETRY_FOR =
      Option.value(
              "retry-for",
              "TIME",
              "requests that fail are sent again for this long",
              RetryPolicy::parse,
              "2m")
          .remote();

  public static final Option<Long> PART_THRESHOLD =
      Option.value(
              "part-threshold",
              "S",
              "larger objects are copied in parts",
              ByteSize::parse,
              ByteSize.text(Writing.DEFAULT.partThreshold()))
          .remote();

  public static final Option<Optional<Encryption>> SSE =
      Option.value(
          "sse", "MODE", Encryption.CHOICE.help() + ", of all that is written", Encryption::parse);

  public static final Option<Optional<String>> SSE_KMS_KEY_ID =
      Option.text("sse-kms-key-id", "K", "the key for it").unless("the account's");

  public static final Option<Optional<StorageClass>> STORAGE_CLASS =
      Option.value("storage-class", "C", "of the data", StorageClass::parse).unless("STANDARD");

  public static final Option<Boolean> NO_FSYNC =
      Option.flag("no-fsync", "do not force files of a folder or HDFS to disk");

  public static final Option<Integer> KEEP_EXPORTS =
      Option.number(
          "keep-exports", "N", "records of exports that stay", Retention.DEFAULT.exports());

  public static final Option<Integer> KEEP_MARKERS =
      Option.number("keep-markers", "N", "SUCCESS markers that stay", Retention.DEFAULT.markers());

  public static final Option<Optional<Location>> LEDGER =
      Option.value(
              "ledger",
              "LOCATION",
              "where the ledger is kept",
              (option, text) -> GivenLocation.parse(text).asRoot())
          .unless("DESTINATION/_spillway");

  public static final Option<Optional<Webhook>> NOTIFY =
      Option.value(
              "notify",
              "URL",
              "post the record there when the export has ended",
              (option, text) -> Webhook.parse(text))
          .secret();

  /** The encryption, storage class and fsync of written objects. */
  public static final List<Option<?>> KEEPING =
      List.of(SSE, SSE_KMS_KEY_ID, STORAGE_CLASS, NO_FSYNC);

  /** The options for the records of an export, and for its notification. */
  public static final List<Option<?>> ENDING = List.of(KEEP_EXPORTS, KEEP_MARKERS, LEDGER, NOTIFY);

  private static final int MOST_CONCURRENCY = 10_000;

  private SharedOptions() {}

  /**
   * Checks the values of these options as a whole.
   *
   * @throws SpillwayException (bad input) if one is out of its bounds or contradicts another
   */
  public static void check(OptionValues given) {
    int requests = given.get(MAX_CONCURRENCY);
    if (requests < 1 || requests > MOST_CONCURRENCY) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT,
          "--max-concurrency is " + requests + ": give 1 to " + MOST_CONCURRENCY + ".");
    }
    var unusedWriting = writing(given);
    var unusedRetention = retention(given);
  }

  /** Returns the settings for writing objects. */
  public static Writing writing(OptionValues given) {
    return new Writing(
        given.get(PART_THRESHOLD),
        given.get(STORAGE_CLASS),
        given.get(SSE),
        given.get(SSE_KMS_KEY_ID),
        !given.get(NO_FSYNC));
  }

  /** Returns the number of earlier exports to keep. */
  public static Retention retention(OptionValues given) {
    return new Retention(given.get(KEEP_EXPORTS), given.get(KEEP_MARKERS));
  }
}
