package io.spillway.export;

import java.util.Optional;

/**
 * What a user may choose for comparing a destination with a commit, besides what {@link
 * ExportOptions} say of both: {@code VerifyOptions.DEFAULT.readingContent()}.
 *
 * @param ref a commit id or the beginning of one, a branch, a tag; nothing for the commit that the
 *     destination's ledger says it holds
 * @param readsContent whether contents are read, and not only what listings say
 */
public record VerifyOptions(Optional<String> ref, boolean readsContent) {
  /** The last export, by what listings say. */
  public static final VerifyOptions DEFAULT = new VerifyOptions(Optional.empty(), false);

  /** The same with that commit, or whatever a reference means. */
  public VerifyOptions of(String commit) {
    return new VerifyOptions(Optional.of(commit), readsContent);
  }

  /** The same, but contents are read. */
  public VerifyOptions readingContent() {
    return new VerifyOptions(ref, true);
  }
}
