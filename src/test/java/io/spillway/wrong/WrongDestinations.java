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
        place("location without a scheme", 2, "Write `./` before it.", "data/exports"),
        place("unknown scheme", 2, "Take one of those named.", "foo://bucket/exports"),
        place("invalid scheme", 2, "Take one of those named.", "s 3://bucket/exports"),
        place("missing bucket", 2, "Name one.", "s3:///exports"),
        place(
            "location with credentials",
            2,
            "Give them as settings.",
            "s3://AKIANOBODY:my-own-secret@bucket/exports"),
        place(
            "destination in the repository's storage",
            2,
            "Choose another place.",
            "local://example/exports"),
        refused(
            "ledger in the repository's storage",
            2,
            "Choose another place.",
            world -> world.main("--ledger=local://example/ledger")),
        refused(
            "ledger in a read-only place",
            2,
            "Take a scheme of those named.",
            world -> world.main("--ledger=foo://a/b")),
        // Nobody, not even root, makes a folder there.
        place("read-only folder", 3, "Choose another, or its rights.", "file:///sys/spillway"),
        refused(
            "file in place of a folder",
            2,
            "Choose another place, or remove the file.",
            world -> Line.of("example", world.file(), "--branch=main")),
        refused(
            "folder below a file",
            2,
            "Choose another place.",
            world -> Line.of("example", world.file() + "/exports", "--branch=main")),
        fails(
            "full disk",
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
        place("unknown bucket", 2, "Make it, or correct its name.", "s3://nowhere/exports"),
        place("invalid bucket name", 2, "Correct it.", "s3://No_Bucket/exports"),
        refused(
            "bucket in another region",
            3,
            "Set `fs.s3a.endpoint.region` to the bucket's.",
            world -> {
              world.s3Refuses(301, "PermanentRedirect", request -> true);
              return world.mainToS3();
            }),
        refused(
            "unreachable S3 endpoint",
            3,
            "Correct `fs.s3a.endpoint`.",
            world ->
                world
                    .mainToS3()
                    .with("fs.s3a.endpoint", "http://127.0.0.1:9")
                    .with("fs.s3a.attempts.maximum", "1")),
        refused(
            "invalid S3 endpoint",
            2,
            "Correct `fs.s3a.endpoint`.",
            world -> world.mainToS3().with("fs.s3a.endpoint", "what ever")),
        refused(
            "setting that is not a number",
            2,
            "Correct it.",
            world -> world.mainToS3().with("fs.s3a.connection.maximum", "lots")));
  }

  private static List<WrongInput> states() {
    return List.of(
        refused(
            "diff to an empty destination",
            4,
            "Export everything once, without `--prev_commit_id`.",
            world -> world.main("--prev_commit_id=" + world.firstCommit())),
        refused(
            "diff since another commit",
            4,
            "Give that one, or `--since=last`; `--force` accepts this one.",
            world -> {
              world.exported();
              return world.main("--prev_commit_id=" + world.firstCommit());
            }),
        refused(
            "destination of another repository",
            4,
            "Choose another place; `--force` gives this one to the new repository.",
            world -> {
              world.exported();
              return Line.of(world.otherRepository(), world.folder(), "--branch=main");
            }),
        refused(
            "damaged ledger",
            4,
            "`--force` goes on without it; everything is copied again.",
            world -> {
              world.exported();
              world.damageLedger();
              return world.main();
            }),
        refused(
            "wrong ledger",
            4,
            "Give the ledger that is named; `--force` makes this one the destination's, and copies"
                + " everything again.",
            world -> {
              world.exported();
              return world.main("--ledger=" + world.folder() + "-ledger");
            }),
        refused(
            "status with the wrong ledger",
            2,
            "Give the ledger that is named.",
            world -> {
              world.exported();
              return Line.of("status", world.folder(), "--ledger=" + world.folder() + "-ledger");
            }),
        refused(
            "concurrent export",
            4,
            "Wait for it: `--wait` does.",
            world -> {
              world.leaseTaken();
              return world.main();
            }),
        refused(
            "mirror to another repository's destination",
            4,
            "Choose another place.",
            world -> {
              world.exported();
              return Line.of(
                  world.otherRepository(), world.folder(), "--branch=main", "--mirror", "--force");
            }),
        refused(
            "mirror above another export",
            4,
            "Choose another place, or leave that folder out with `--exclude`.",
            world -> {
              world.exportedBelow("below");
              return world.main("--mirror", "--max-delete=100%", "--force");
            }),
        refused(
            "mirror to a whole bucket",
            4,
            "Give a prefix of the export's own; `--force` takes the bucket.",
            world -> Line.of("example", world.bucket(), "--branch=main", "--mirror")),
        refused(
            "mirror over its own ledger",
            2,
            "Keep the ledger outside.",
            world -> world.main("--mirror", "--ledger=" + world.folder() + "/records")),
        refused(
            "too many deletes",
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
