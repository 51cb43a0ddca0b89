package io.spillway.wrong;

import static io.spillway.wrong.Left.MARKER_AND_OTHERS;
import static io.spillway.wrong.WrongInput.fails;
import static io.spillway.wrong.WrongInput.refused;

import io.spillway.sandbox.Branch;
import java.util.List;
import java.util.stream.Stream;

/** Where the export goes, and what is there. */
final class WrongDestinations {
  private static final int DISK_KIB = 64;

  private WrongDestinations() {}

  static List<WrongInput> all() {
    return Stream.of(places(), stores(), states()).flatMap(List::stream).toList();
  }

  private static List<WrongInput> places() {
    return List.of(
        place("a path without a scheme", 2, "Write `file://` before it.", "/data/exports"),
        place("a scheme that nobody knows", 2, "Take one of those named.", "foo://bucket/exports"),
        place("a scheme that is none", 2, "Take one of those named.", "s 3://bucket/exports"),
        place("no bucket", 2, "Name one.", "s3:///exports"),
        place(
            "credentials in a location",
            2,
            "Give them as settings.",
            "s3://AKIANOBODY:my-own-secret@bucket/exports"),
        place(
            "the repository's own storage", 2, "Choose another place.", "local://example/exports"),
        refused(
            "a ledger in the repository's own storage",
            2,
            "Choose another place.",
            world -> world.main("--ledger=local://example/ledger")),
        refused(
            "a ledger where nothing can be kept",
            2,
            "Take a scheme of those named.",
            world -> world.main("--ledger=foo://a/b")),
        // Nobody, not even root, makes a folder there.
        place(
            "a folder that cannot be written",
            3,
            "Choose another, or its rights.",
            "file:///sys/spillway"),
        refused(
            "a file where a folder should be",
            2,
            "Choose another place, or remove the file.",
            world -> Line.of("example", world.file(), "--branch=main")),
        refused(
            "a folder below a file",
            2,
            "Choose another place.",
            world -> Line.of("example", world.file() + "/exports", "--branch=main")),
        fails(
            "a disk without room",
            MARKER_AND_OTHERS,
            "Make room, and run it again: what was finished is not done twice.",
            world -> {
              Branch large = world.branch("large");
              large.put("large", new byte[(DISK_KIB << 10) + 1]);
              large.commit("one that is too large");
              return world.export("large").limitingFiles(DISK_KIB);
            }));
  }

  private static List<WrongInput> stores() {
    return List.of(
        place(
            "a bucket that there is none of",
            2,
            "Make it, or correct its name.",
            "s3://nowhere/exports"),
        place("a bucket's name that none can have", 2, "Correct it.", "s3://No_Bucket/exports"),
        refused(
            "a bucket in another region",
            3,
            "Set `fs.s3a.endpoint.region` to the bucket's.",
            world -> {
              world.s3Refuses(301, "PermanentRedirect", request -> true);
              return world.mainToS3();
            }),
        refused(
            "an S3 endpoint where nobody listens",
            3,
            "Correct `fs.s3a.endpoint`.",
            world ->
                world
                    .mainToS3()
                    .with("fs.s3a.endpoint", "http://127.0.0.1:9")
                    .with("fs.s3a.attempts.maximum", "1")),
        refused(
            "an S3 endpoint that is none",
            2,
            "Correct `fs.s3a.endpoint`.",
            world -> world.mainToS3().with("fs.s3a.endpoint", "what ever")),
        refused(
            "a setting that is no number",
            2,
            "Correct it.",
            world -> world.mainToS3().with("fs.s3a.connection.maximum", "lots")));
  }

  private static List<WrongInput> states() {
    return List.of(
        refused(
            "a diff where nothing has been exported",
            4,
            "Export everything once, without `--prev_commit_id`.",
            world -> world.main("--prev_commit_id=" + world.firstCommit())),
        refused(
            "a diff since another commit than the last exported",
            4,
            "Give that one, or `--since=last`; `--force` accepts this one.",
            world -> {
              world.exported();
              return world.main("--prev_commit_id=" + world.firstCommit());
            }),
        refused(
            "another repository's destination",
            4,
            "Choose another place; `--force` gives this one to the new repository.",
            world -> {
              world.exported();
              return Line.of(world.otherRepository(), world.folder(), "--branch=main");
            }),
        refused(
            "a ledger that is damaged",
            4,
            "`--force` goes on without it; everything is copied again.",
            world -> {
              world.exported();
              world.damageLedger();
              return world.main();
            }),
        refused(
            "another ledger than the destination's",
            4,
            "Give the ledger that is named; `--force` makes this one the destination's, and copies"
                + " everything again.",
            world -> {
              world.exported();
              return world.main("--ledger=" + world.folder() + "-ledger");
            }),
        refused(
            "the status by another ledger than the destination's",
            2,
            "Give the ledger that is named.",
            world -> {
              world.exported();
              return Line.of("status", world.folder(), "--ledger=" + world.folder() + "-ledger");
            }),
        refused(
            "another export that goes on",
            4,
            "Wait for it: `--wait` does.",
            world -> {
              world.leaseTaken();
              return world.main();
            }),
        refused(
            "a mirror of another repository's destination",
            4,
            "Choose another place.",
            world -> {
              world.exported();
              return Line.of(
                  world.otherRepository(), world.folder(), "--branch=main", "--mirror", "--force");
            }),
        refused(
            "a mirror where another export goes to a folder below",
            4,
            "Choose another place, or leave that folder out with `--exclude`.",
            world -> {
              world.exportedBelow("below");
              return world.main("--mirror", "--max-delete=100%", "--force");
            }),
        refused(
            "a mirror of a whole bucket",
            4,
            "Give a prefix of the export's own; `--force` takes the bucket.",
            world -> Line.of("example", world.bucket(), "--branch=main", "--mirror")),
        refused(
            "a mirror over its own ledger",
            2,
            "Keep the ledger outside.",
            world -> world.main("--mirror", "--ledger=" + world.folder() + "/records")),
        refused(
            "more deletes than allowed",
            4,
            "Look what the diff would do with `--dry-run`, and raise `--max-delete`.",
            world -> {
              world.exported();
              return Line.of(
                  "example", world.folder(), "--commit_id=" + world.emptyCommit(), "--since=last");
            }));
  }

  private static WrongInput place(String cause, int exitCode, String cure, String location) {
    return refused(cause, exitCode, cure, world -> Line.of("example", location, "--branch=main"));
  }
}
