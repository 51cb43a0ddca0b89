package io.spillway.source;

import io.spillway.base.GivenLocation;
import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.object.ReadMode;
import io.spillway.object.SourceAccess;
import io.spillway.object.copy.MetadataPolicy;
import io.spillway.request.BadInput;
import io.spillway.request.MaxDelete;
import io.spillway.request.Option;
import io.spillway.request.OptionValues;
import io.spillway.request.Since;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The options that mean the same for all sources of objects, and the values made from them. */
public final class ObjectSourceOptions {
  /** The key of all globs, each behind its sign: the last match wins. */
  private static final String FILTERS = "filters";

  private static final String LAST = "last";

  public static final Option<Optional<String>> PREV_COMMIT_ID =
      Option.text("prev_commit_id", "P", "only the changes since P").remote();

  public static final Option<Optional<String>> SINCE =
      Option.value(
              "since",
              "last",
              "only the changes since the last success",
              ObjectSourceOptions::since)
          .remote();

  public static final Option<KeyGlobs> INCLUDE =
      Option.repeated(
              "include",
              "G",
              "only keys that match a glob; may be repeated, the last match wins",
              ObjectSourceOptions::globs)
          .within(FILTERS, "+")
          .remote();

  public static final Option<KeyGlobs> EXCLUDE =
      Option.repeated(
              "exclude",
              "G",
              "not keys that match a glob; * within a segment, ** across",
              ObjectSourceOptions::globs)
          .within(FILTERS, "-")
          .remote();

  public static final Option<Boolean> MIRROR =
      Option.flag("mirror", "delete what the commit lacks").remote();

  public static final Option<MaxDelete> MAX_DELETE =
      Option.value(
          "max-delete",
          "N|P%",
          "stop above this many deletes",
          (option, text) -> MaxDelete.parse(text),
          MaxDelete.DEFAULT.toString());

  public static final Option<ReadMode> READ =
      Option.value("read", "MODE", ReadMode.CHOICE.help(), ReadMode::parse, ReadMode.AUTO.text());

  public static final Option<Boolean> DENY_IMPORTS =
      Option.flag("deny-imports", "read nothing outside the repository's storage namespace")
          .remote();

  public static final Option<List<Location>> ALLOW_SOURCE =
      Option.repeated(
          "allow-source",
          "PREFIX",
          "also read imports there; may be repeated",
          values -> values.stream().map(GivenLocation::parse).toList());

  public static final Option<Optional<Path>> LOCAL_PATH =
      Option.value(
          "local-path",
          "DIR",
          "folder of a local lakeFS's objects, read directly",
          (option, text) -> Path.of(text));

  public static final Option<Boolean> LIST =
      Option.flag("list", "with --dry-run: every action").remote();

  public static final Option<Boolean> NO_RESUME =
      Option.flag("no-resume", "redo finished work").remote();

  public static final Option<Boolean> FORCE =
      Option.flag("force", "accept another base commit or other filters, or an unusable ledger");

  public static final Option<MetadataPolicy> METADATA =
      Option.value(
              "metadata",
              MetadataPolicy.CHOICE.help(),
              "user metadata that S3 cannot hold",
              ObjectSourceOptions::metadata,
              MetadataPolicy.STRICT.text())
          .remote();

  /** The keys that are exported or compared. */
  public static final List<Option<?>> KEYS = List.of(INCLUDE, EXCLUDE);

  /** How and where objects are read. */
  public static final List<Option<?>> READING =
      List.of(READ, DENY_IMPORTS, ALLOW_SOURCE, LOCAL_PATH);

  private ObjectSourceOptions() {}

  /** Returns the places that may be read. */
  public static SourceAccess access(OptionValues given) {
    SourceAccess access = SourceAccess.DEFAULT;
    if (given.get(DENY_IMPORTS)) {
      access = access.denyingImports();
    }
    for (Location place : given.get(ALLOW_SOURCE)) {
      access = access.allowing(place);
    }
    Optional<Path> folder = given.get(LOCAL_PATH);
    return folder.isPresent() ? access.withLocalPath(folder.get()) : access;
  }

  private static KeyGlobs globs(List<String> signed) {
    return signed.isEmpty() ? KeyGlobs.ALL : KeyGlobs.parse(signed);
  }

  /**
   * Returns the state that the destination holds according to the user.
   *
   * @throws io.spillway.base.SpillwayException (bad input) if two options contradict each other
   */
  public static Since since(OptionValues given) {
    Since since = said(given);
    if (given.get(MIRROR) && !(since instanceof Since.Unsaid)) {
      throw BadInput.of(
          "--mirror makes all of the destination equal to the commit, and --prev_commit_id and --since export a difference only: leave one out");
    }
    return since;
  }

  private static Since said(OptionValues given) {
    Optional<String> previous = given.get(PREV_COMMIT_ID);
    if (given.get(SINCE).isEmpty()) {
      return previous.<Since>map(Since.Commit::new).orElseGet(Since.Unsaid::new);
    }
    if (previous.isPresent()) {
      throw BadInput.of(
          "--since and --prev_commit_id both say what the destination holds: give one of them");
    }
    return new Since.LastSuccess();
  }

  /** Returns the options with the state that the destination holds according to the user. */
  public static OptionValues with(OptionValues given, Since since) {
    Optional<String> previous =
        since instanceof Since.Commit commit ? Optional.of(commit.id()) : Optional.empty();
    return given
        .with(PREV_COMMIT_ID, previous)
        .with(SINCE, since instanceof Since.LastSuccess ? Optional.of(LAST) : Optional.empty());
  }

  private static String since(String option, String text) {
    if (!text.equals(LAST)) {
      throw BadInput.of(
          option + " is '" + text + "': give last, or name a commit by --prev_commit_id=P");
    }
    return text;
  }

  private static MetadataPolicy metadata(String option, String text) {
    return MetadataPolicy.CHOICE
        .find(text)
        .orElseThrow(
            () -> BadInput.of(option + " is '" + text + "': " + MetadataPolicy.CHOICE.advice()));
  }
}
