package io.spillway.store;

import java.util.List;

/** Keys that something on the way might change. */
public final class Keys {
  /** Odd, and yet a file system holds them. */
  public static final List<String> ODD =
      List.of(
          "with space",
          " leading",
          "trailing ",
          "100%",
          "%41",
          "a%2Fb",
          "a+b",
          "a&b=c",
          "a?b",
          "a#b",
          "q?x-id=PutObject&uploads",
          "s3:__other_key",
          "semi;colon,comma",
          "quote'\"",
          "back\\slash",
          "back`tick~tilde^",
          "{brace}[bracket]<angle>|",
          "@at!$*()",
          "umlaut-äöüß",
          "decomposed-e\u0301",
          "日本語",
          "emoji-\uD83D\uDE00",
          "...",
          "..hidden",
          ".dot",
          "_SUCCESS",
          "n".repeat(255));

  /** What only an object store holds. */
  public static final List<String> OBJECTS_ONLY =
      List.of("a//b", "a/./b", "a/../b", "beside", "beside/x", "s3://other/key", "n".repeat(300));

  /** Objects that look like folders. */
  public static final List<String> FOLDERS =
      List.of("folder/", "folder/x", "deep//", "folder/sub/");

  private Keys() {}
}
