package io.spillway.wrong;

import static io.spillway.wrong.WrongInput.refused;

import java.util.List;

/** Repositories, branches, commits. */
final class WrongNames {
  private static final String SPELLING = "Mind the spelling; lakeFS shows what there is.";
  private static final String NONE = "0".repeat(64);

  private WrongNames() {}

  static List<WrongInput> all() {
    return List.of(
        wrong("a repository that there is none of", "exampel", "--branch=main"),
        wrong("a repository's name that none can have", "..", "--branch=main"),
        wrong("a branch that there is none of", "example", "--branch=mian"),
        wrong("a branch's name that none can have", "example", "--branch=."),
        wrong("a tag for a branch", "example", "--branch=v1"),
        wrong("a tag that there is none of", "lakefs://example/v99"),
        wrong("a commit that there is none of", "example", "--commit_id=" + NONE),
        wrong("the beginning of no commit", "example", "--commit_id=000000"),
        wrong("more steps back than there are", "lakefs://example/main~99"),
        wrong(
            "a previous commit that there is none of",
            "example",
            "--branch=main",
            "--prev_commit_id=" + NONE));
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
