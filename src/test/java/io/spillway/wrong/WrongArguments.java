package io.spillway.wrong;

import static io.spillway.wrong.WrongInput.refused;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Arguments. */
final class WrongArguments {
  private static final String HELP = "`spillway --help` lists the options.";

  private WrongArguments() {}

  static List<WrongInput> all() {
    return List.of(
        wrong("missing destination", "Give one.", "example"),
        wrong("neither branch nor commit", "Name the state to export.", "example", "OUT"),
        wrong(
            "both branch and commit",
            "Name one state.",
            "example",
            "OUT",
            "--branch=main",
            "--commit_id=c"),
        wrong(
            "both ref and branch", "Name one state.", "lakefs://example/main", "OUT", "--branch=b"),
        export("repeated option", "Leave one out.", "--dry-run", "--dry_run"),
        export("option without a value", "Give one.", "--since="),
        export("unknown option", HELP, "--brunch=main"),
        export("too many arguments", HELP, "another"),
        export("flag with a value", "Leave the flag out, or the value.", "--force=false"),
        export("invalid `--since`", "Only `last` is known.", "--since=yesterday"),
        export(
            "both `--since` and `--prev_commit_id`",
            "Give one of them.",
            "--since=last",
            "--prev_commit_id=c"),
        export("`--list` without `--dry-run`", "Add `--dry-run`.", "--list"),
        export(
            "`--mirror` with `--since`",
            "Leave `--since` out: a full export copies only what the ledger does not know.",
            "--mirror",
            "--since=last"),
        export("invalid number", "Give a whole number.", "--max-concurrency=many"),
        export("number too small", "Give a larger one.", "--max-concurrency=0"),
        export("negative number", "Give 0 or more.", "--keep-markers=-1"),
        export("`--max-delete` over 100%", "Give up to 100%.", "--max-delete=150%"),
        export("invalid size", "Give a number and a unit, say `128MiB`.", "--part-threshold=big"),
        export("size out of range", "Give one within them.", "--part-threshold=1KiB"),
        export(
            "unknown storage class",
            "Take its name from S3's documentation.",
            "--storage-class=cold"),
        export("unknown encryption", "Give one of those named.", "--sse=rot13"),
        export(
            "KMS key with an encryption that takes none",
            "Leave one out.",
            "--sse=AES256",
            "--sse-kms-key-id=k"),
        export("unknown metadata policy", "Give one of those named.", "--metadata=maybe"),
        export("unknown output format", "Give one of those named.", "--output=xml"),
        export(
            "invalid webhook URL",
            "Give one that begins with `http://` or `https://`; a token goes into its path or query.",
            "--notify=https://ann:guessed-it@host/"),
        wrong("status of an empty destination", "Check the location.", "status", "OUT"),
        wrong(
            "unknown export id",
            "`spillway status` shows those that there are.",
            "status",
            "OUT",
            "--export-id=yesterday"),
        wrong("unsupported source", "lakeFS is what it exports.", "mysql://db/shop", "OUT"),
        wrong("source without a repository", "Name it.", "lakefs:///main", "OUT"),
        export(
            "argument or locale that is not UTF-8",
            "Set `LC_ALL=C.UTF-8`, or what your system calls it.",
            "--ledger=file:///gr\uFFFD\uFFFDe"));
  }

  private static WrongInput export(String cause, String cure, String... more) {
    return wrong(
        cause,
        cure,
        Stream.concat(Stream.of("example", "OUT", "--branch=main"), Arrays.stream(more))
            .toArray(String[]::new));
  }

  private static WrongInput wrong(String cause, String cure, String... line) {
    return refused(
        cause,
        2,
        cure,
        world ->
            Line.of(
                Arrays.stream(line)
                    .map(word -> word.equals("OUT") ? world.folder() : word)
                    .toArray(String[]::new)));
  }
}
