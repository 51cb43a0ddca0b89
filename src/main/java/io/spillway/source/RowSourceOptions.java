package io.spillway.source;

import io.spillway.base.ByteSize;
import io.spillway.request.BadInput;
import io.spillway.request.Option;
import io.spillway.rows.parquet.Compression;
import java.util.Optional;

/** The options that mean the same for all sources of rows. */
public final class RowSourceOptions {
  public static final Option<Long> TARGET_FILE_SIZE =
      Option.value(
              "target-file-size",
              "S",
              "about so much is read for one file",
              ByteSize::parse,
              "256MiB")
          .remote();

  public static final Option<Integer> ROW_GROUP_SIZE =
      Option.value(
              "row-group-size",
              "S",
              "of files, in memory; a writer needs as much",
              RowSourceOptions::groupBytes,
              "64MiB")
          .remote();

  public static final Option<Compression> COMPRESSION =
      Option.value(
              "compression",
              "C",
              Compression.CHOICE.help(),
              Compression::parse,
              Compression.ZSTD.text())
          .remote();

  public static final Option<Integer> MAX_CONNECTIONS =
      Option.number("max-connections", "N", "to the server, for the whole export", 8).remote();

  public static final Option<Boolean> SKIP_UNREADABLE =
      Option.flag("skip-unreadable", "list what cannot be exported, and skip it").remote();

  public static final Option<Optional<String>> EXPORT_ID =
      Option.text("export-id", "ID", "name of the export's folder").unless("generated").remote();

  /** Only for sources whose plans have checkpoints. */
  public static final Option<Boolean> SINCE =
      Option.value(
              "since",
              "last",
              "only rows that were added since the last success",
              RowSourceOptions::isLast,
              "")
          .unless("all rows")
          .remote();

  private static final long LEAST_GROUP_BYTES = 1 << 20;
  private static final long MOST_GROUP_BYTES = 1 << 30;

  private RowSourceOptions() {}

  private static boolean isLast(String option, String text) {
    if (!text.isEmpty() && !text.equals("last")) {
      throw BadInput.of(option + " is '" + text + "': give it as " + option + "=last");
    }
    return !text.isEmpty();
  }

  private static int groupBytes(String option, String text) {
    long bytes = ByteSize.parse(option, text);
    if (bytes < LEAST_GROUP_BYTES || bytes > MOST_GROUP_BYTES) {
      throw BadInput.of(option + " is '" + text + "': give 1MiB to 1GiB");
    }
    return (int) bytes;
  }
}
