package io.spillway.export;

import java.util.Optional;

/**
 * The options of a comparison of a destination with a commit, in addition to {@link ExportOptions}:
 * {@code VerifyOptions.DEFAULT.readingContent()}.
 *
 * @param ref a commit id or a prefix of one, a branch, or a tag; empty for the commit that the
 *     destination holds according to its ledger
 * @param readsContent whether to read contents in addition to listings
 */
public record VerifyOptions(Optional<String> ref, boolean readsContent) {
  /** The comparison of the last export by listings only. */
  public static final VerifyOptions DEFAULT = new VerifyOptions(Optional.empty(), false);

  /** Returns a copy that compares with the commit of the given reference. */
  public VerifyOptions of(String commit) {
    return new VerifyOptions(Optional.of(commit), readsContent);
  }

  /** Returns a copy that reads contents. */
  public VerifyOptions readingContent() {
    return new VerifyOptions(ref, true);
  }
}
