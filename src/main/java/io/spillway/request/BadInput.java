package io.spillway.request;

import io.spillway.base.SpillwayException;
import io.spillway.store.Stores;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Errors for arguments and options that are invalid. */
public final class BadInput {
  /** The schemes of stores, whose URIs have no user before an {@code @}. */
  private static final String STORES =
      Stores.schemes().stream().map(Pattern::quote).collect(Collectors.joining("|"));

  /** A user with or without a password; a password may contain slashes. */
  private static final Pattern USER =
      Pattern.compile(
          "(?i)\\b((?!(?:" + STORES + ")://)[a-z][a-z0-9+.-]*://)(?:\\S*:\\S*|[^/\\s]*)@");

  private static final Pattern BEYOND_HOST = Pattern.compile("(?i)(https?://[^/?#\\s]*)[/?#]\\S+");

  private BadInput() {}

  /**
   * Returns an error for bad input, whose message shows only the hosts of web addresses.
   *
   * @param sentence without its full stop
   */
  public static SpillwayException of(String sentence) {
    return new SpillwayException(
        SpillwayException.Kind.BAD_INPUT,
        withoutTokens(sentence) + ". Run spillway --help for usage.");
  }

  /**
   * Removes users and paths from URLs, because a mistyped argument may be a webhook's URL with a
   * token.
   */
  private static String withoutTokens(String text) {
    return BEYOND_HOST.matcher(withoutUsers(text)).replaceAll("$1/…");
  }

  /** Removes users and passwords from URIs, except those of stores, which have none. */
  static String withoutUsers(String text) {
    return USER.matcher(text).replaceAll("$1");
  }
}
