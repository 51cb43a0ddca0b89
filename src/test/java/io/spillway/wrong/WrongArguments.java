package io.spillway.wrong;

import static io.spillway.wrong.WrongInput.refused;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Arguments. */
final class WrongArguments {
  private static final String HELP = "`spillway --help` shows what there is.";

  private WrongArguments() {}

  static List<WrongInput> all() {
    return List.of(
        wrong("no destination", "Give one.", "example"),
        wrong("no branch and no commit", "Name the state to export.", "example", "OUT"),
        wrong(
            "a branch and a commit",
            "Name one state.",
            "example",
            "OUT",
            "--branch=main",
            "--commit_id=c"),
        wrong(
            "a ref and a branch", "Name one state.", "lakefs://example/main", "OUT", "--branch=b"),
        export("an option twice", "Leave one out.", "--dry-run", "--dry_run"),
        export("an option without a value", "Give one.", "--since="),
        export("an option that there is none of", HELP, "--brunch=main"),
        export("an argument too many", HELP, "another"),
        export("a flag with a value", "Leave the flag out, or the value.", "--force=false"),
        export("`--since` of something else", "Only `last` is known.", "--since=yesterday"),
        export(
            "`--since` and `--prev_commit_id`",
            "Give one of them.",
            "--since=last",
            "--prev_commit_id=c"),
        export("a list of what is not planned", "Add `--dry-run`.", "--list"),
        export(
            "a mirror of a difference",
            "Leave `--since` out: a full export copies only what the ledger does not know.",
            "--mirror",
            "--since=last"),
        export("a number that is none", "Give a whole number.", "--max-concurrency=many"),
        export("a number that is too small", "Give a larger one.", "--max-concurrency=0"),
        export("a negative number", "Give 0 or more.", "--keep-markers=-1"),
        export("more than all to delete", "Give up to 100%.", "--max-delete=150%"),
        export(
            "a size that is none",
            "Give a number and a unit, say `128MiB`.",
            "--part-threshold=big"),
        export("a size out of bounds", "Give one within them.", "--part-threshold=1KiB"),
        export(
            "a storage class that is none",
            "Take its name from S3's documentation.",
            "--storage-class=cold"),
        export("an encryption that is none", "Give one of those named.", "--sse=rot13"),
        export(
            "a key that the encryption has no use for",
            "Leave one out.",
            "--sse=AES256",
            "--sse-kms-key-id=k"),
        export("a policy that is none", "Give one of those named.", "--metadata=maybe"),
        export("results as something else", "Give one of those named.", "--output=xml"),
        export(
            "an address to notify that is none",
            "Give one that begins with `http://` or `https://`; a token goes into its path or query.",
            "--notify=https://ann:guessed-it@host/"),
        wrong("the status of nothing", "Check the location.", "status", "OUT"),
        wrong(
            "an export that there is none of",
            "`spillway status` shows those that there are.",
            "status",
            "OUT",
            "--export-id=yesterday"),
        wrong("a source of another kind", "lakeFS is what it exports.", "mysql://db/shop", "OUT"),
        wrong("a source without a repository", "Name it.", "lakefs:///main", "OUT"),
        export(
            "an argument that is not UTF-8, or a locale that is not",
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
