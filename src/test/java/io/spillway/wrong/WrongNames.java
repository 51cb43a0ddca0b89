package io.spillway.wrong;

import static io.spillway.wrong.WrongInput.refused;

import java.util.List;

/** Repositories, branches, commits. */
final class WrongNames {
  private static final String SPELLING = "Check the spelling in lakeFS.";
  private static final String NONE = "0".repeat(64);

  private WrongNames() {}

  static List<WrongInput> all() {
    return List.of(
        wrong("unknown repository", "exampel", "--branch=main"),
        wrong("invalid repository name", "..", "--branch=main"),
        wrong("unknown branch", "example", "--branch=mian"),
        wrong("invalid branch name", "example", "--branch=."),
        wrong("tag in place of a branch", "example", "--branch=v1"),
        wrong("unknown tag", "lakefs://example/v99"),
        wrong("unknown commit", "example", "--commit_id=" + NONE),
        wrong("unknown commit prefix", "example", "--commit_id=000000"),
        wrong("ancestor beyond the first commit", "lakefs://example/main~99"),
        wrong("unknown previous commit", "example", "--branch=main", "--prev_commit_id=" + NONE));
  }

  private static WrongInput wrong(String cause, String source, String... options) {
    return refused(
        cause,
        2,
        SPELLING,
        world -> {
          List<String> line = new java.util.ArrayList<>(List.of(source, world.folder()));
          line.addAll(List.of(options));
          return Line.of(line.toArray(String[]::new));
        });
  }
}
