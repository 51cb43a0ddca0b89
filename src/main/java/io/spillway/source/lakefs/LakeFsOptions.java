package io.spillway.source.lakefs;

import io.spillway.request.Option;
import java.util.Optional;

/** The options that only exports of a lakeFS repository have. */
final class LakeFsOptions {
  static final Option<Optional<String>> BRANCH =
      Option.text("branch", "B", "committed head of B").remote();

  static final Option<Optional<String>> COMMIT_ID =
      Option.text("commit_id", "C", "this commit").remote();

  private LakeFsOptions() {}
}
