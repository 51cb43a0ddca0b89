package io.spillway.cli;

/** The grammar of each command, in the order of its help. */
final class Grammars {
  private Grammars() {}

  static Grammar export() {
    Grammar grammar = new Grammar("spillway");
    grammar.argument(Grammar.SOURCE, "REPO, or lakefs://REPO/REF with any branch, tag or commit");
    grammar.argument(
        Grammar.DESTINATION,
        "s3://BUCKET/PREFIX or file:///DIR; a trailing slash makes no difference");
    grammar.section("lakeFS (REPO needs --branch or --commit_id; settings: lakefs.api.*)");
    grammar.option("branch", "B", "committed head of B");
    grammar.option("commit_id", "C", "this commit");
    grammar.option("prev_commit_id", "P", "only the changes since P");
    grammar.option("since", "last", "only the changes since the last success");
    filters(grammar);
    grammar.flag("mirror", "delete what the commit lacks");
    grammar.option("max-delete", "N|P%", "stop above this many deletes [50%]");
    reading(grammar);
    grammar.section("General");
    grammar.flag("dry-run", "plan only");
    grammar.flag("list", "with --dry-run: every action");
    grammar.flag("no-resume", "redo finished work");
    grammar.flag("wait", "wait for the lease instead of refusing");
    grammar.flag("force", "accept another base commit or other filters, or an unusable ledger");
    grammar.option("max-concurrency", "N", "requests per executor [64]");
    grammar.option("part-threshold", "S", "larger objects are copied in parts [128MiB]");
    keeping(grammar);
    grammar.option("metadata", "strict|drop-invalid", "user metadata that S3 cannot hold [strict]");
    ending(grammar);
    return grammar;
  }

  static Grammar exportRows() {
    Grammar grammar = new Grammar("spillway");
    grammar.argument(
        Grammar.SOURCE, "postgresql://[USER@]HOST[:PORT]/DB, with ?sslmode=… and its like");
    grammar.argument(
        Grammar.DESTINATION, "s3://BUCKET/PREFIX or file:///DIR; each export is a folder there");
    grammar.section("Postgres (password: PGPASSWORD, or ~/.pgpass)");
    grammar.repeated("export-only", "LIST", "db[.schema[.table]], globs; commas between [all]");
    grammar.repeated("where", "T=PREDICATE", "only rows of table T for which that holds");
    grammar.repeated("columns", "T=A,B", "only these columns of table T");
    grammar.option("target-file-size", "S", "about so much is read for one file [256MiB]");
    grammar.option("compression", "C", "zstd|snappy|gzip|uncompressed [zstd]");
    grammar.option("max-connections", "N", "to the server, for the whole export [8]");
    grammar.flag("skip-unreadable", "list what cannot be exported, and skip it");
    grammar.option("numeric", "T", "decimal(P,S) for numbers of no declared precision [string]");
    grammar.option("password-command", "CMD", "prints the password; asked for each connection");
    grammar.option("export-id", "ID", "name of the export's folder [generated]");
    grammar.section("General");
    grammar.flag("dry-run", "plan only");
    grammar.flag("wait", "wait for the lease instead of refusing");
    grammar.option("max-concurrency", "N", "requests to the store per executor [64]");
    keeping(grammar);
    ending(grammar);
    return grammar;
  }

  static Grammar verifyRows() {
    Grammar grammar = new Grammar("spillway verify");
    grammar.argument(Grammar.SOURCE, "postgresql://HOST[:PORT]/DB; it is not asked");
    grammar.argument(Grammar.DESTINATION, "what was exported to");
    grammar.option("export-id", "ID", "verify this export [the last that succeeded]");
    grammar.flag("read-content", "read every value, not only what footers say");
    ledger(grammar);
    showing(grammar);
    return grammar;
  }

  static Grammar status() {
    Grammar grammar = new Grammar("spillway status");
    grammar.argument(Grammar.DESTINATION, "what was exported to");
    grammar.option("export-id", "ID", "one export in detail");
    ledger(grammar);
    output(grammar);
    grammar.flag("verbose", "causes of errors");
    return grammar;
  }

  static Grammar verify() {
    Grammar grammar = new Grammar("spillway verify");
    grammar.argument(Grammar.SOURCE, "REPO, or lakefs://REPO/REF with any branch, tag or commit");
    grammar.argument(Grammar.DESTINATION, "what was exported to");
    grammar.option("commit_id", "C", "compare with this commit [the last exported]");
    grammar.flag("read-content", "read every byte there, not only what its listing says");
    grammar.flag("list", "print all differences, as JSON Lines");
    filters(grammar);
    reading(grammar);
    grammar.option("max-concurrency", "N", "requests per executor [64]");
    ledger(grammar);
    showing(grammar);
    return grammar;
  }

  static Grammar demo() {
    Grammar grammar = new Grammar("spillway demo");
    showing(grammar);
    return grammar;
  }

  static Grammar sandbox() {
    Grammar grammar = new Grammar("spillway sandbox");
    grammar.option("import", "DIR", "serve the files of DIR [a sample repository]");
    grammar.option("port", "N", "listen on this port of the loopback [8000]");
    output(grammar);
    return grammar;
  }

  /** Adds the options for the encryption and storage class of written objects. */
  private static void keeping(Grammar grammar) {
    grammar.option("sse", "MODE", "AES256|aws:kms|aws:kms:dsse, of all that is written");
    grammar.option("sse-kms-key-id", "K", "the key for it [the account's]");
    grammar.option("storage-class", "C", "of the data [STANDARD]");
    grammar.flag("no-fsync", "do not force files of a folder or HDFS to disk");
  }

  /** Adds the options for retention, ledger, notification and output of an export. */
  private static void ending(Grammar grammar) {
    grammar.option("keep-exports", "N", "records of exports that stay [10]");
    grammar.option("keep-markers", "N", "SUCCESS markers that stay [10]");
    ledger(grammar);
    grammar.option("notify", "URL", "post the record there when the export has ended");
    showing(grammar);
  }

  /** How and where objects are read. */
  private static void reading(Grammar grammar) {
    grammar.option("read", "MODE", "auto|storage|presigned|lakefs [auto]");
    grammar.flag("deny-imports", "read nothing outside the repository's storage namespace");
    grammar.repeated("allow-source", "PREFIX", "also read imports there; may be repeated");
    grammar.option("local-path", "DIR", "folder of a local lakeFS's objects, read directly");
  }

  private static void filters(Grammar grammar) {
    grammar.filter(
        "include", '+', "only keys that match a glob; may be repeated, the last match wins");
    grammar.filter("exclude", '-', "not keys that match a glob; * within a segment, ** across");
  }

  private static void ledger(Grammar grammar) {
    grammar.option("ledger", "LOCATION", "where the ledger is kept [DESTINATION/_spillway]");
  }

  /** Adds the options for results and errors of a command that runs on Spark. */
  private static void showing(Grammar grammar) {
    output(grammar);
    grammar.flag("verbose", "causes of errors, and Spark's own log");
  }

  private static void output(Grammar grammar) {
    grammar.option(Grammar.OUTPUT, "text|json", "of results, on standard output [text]");
  }
}
