package io.spillway.wrong;

import static io.spillway.wrong.WrongInput.refused;

import java.util.List;

/** What verify is asked to compare. */
final class WrongComparisons {
  private WrongComparisons() {}

  static List<WrongInput> all() {
    return List.of(
        refused(
            "verify of an empty destination",
            2,
            "Give `--commit_id`, or correct the destination.",
            world -> verify(world.folder())),
        refused(
            "verify with two commits",
            2,
            "Give one of them.",
            world -> Line.of("verify", "lakefs://example/main", world.folder(), "--commit_id=c")),
        refused(
            "verify with an unknown commit",
            2,
            "Correct it.",
            world -> verify(world.folder(), "--commit_id=0123456789abcdef")),
        refused(
            "verify in an unknown bucket",
            2,
            "Correct its name.",
            world -> verify("s3://nowhere/exports")),
        refused(
            "verify without permission to list",
            3,
            "Let the user do it: the policy lacks `s3:ListBucket`.",
            world -> {
              world.s3Refuses(403, "AccessDenied", request -> request.query().contains("list"));
              return verify(world.prefix(), "--commit_id=" + world.firstCommit());
            }),
        refused(
            "verify with a damaged ledger",
            2,
            "Give `--commit_id`; the next export with `--force` writes a new one.",
            world -> {
              world.exported();
              world.damageLedger();
              return verify(world.folder());
            }));
  }

  private static Line verify(String destination, String... more) {
    String[] line = new String[3 + more.length];
    line[0] = "verify";
    line[1] = "example";
    line[2] = destination;
    System.arraycopy(more, 0, line, 3, more.length);
    return Line.of(line);
  }
}
