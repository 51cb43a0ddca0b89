package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.export.ExportOptions;
import io.spillway.export.VerifyOptions;
import io.spillway.object.Entry;
import io.spillway.object.verify.Difference;
import io.spillway.object.verify.Difference.Kind;
import io.spillway.object.verify.Equality;
import io.spillway.object.verify.Verified;
import io.spillway.report.VerifyReport;
import io.spillway.store.FaultyStore.Fault;
import io.spillway.store.RequestKind;
import io.spillway.store.Traffic;
import io.spillway.testing.Approved;
import io.spillway.testing.Cli;
import io.spillway.testing.Folder;
import io.spillway.testing.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What verify compares with what, and what it says. */
class VerifyIT extends RepeatedExports {
  @TempDir Path temp;

  @Test
  void shouldCompareWithTheLastExportOrWithAnyCommit() {
    // Given
    putMany(50);
    String first = main.commit("first");
    exporter().exportAllFromBranch("main");
    put("later", "x");
    String second = main.commit("second");

    // When
    VerifyReport last = exporter().verify(VerifyOptions.DEFAULT);
    VerifyReport head = exporter().verify(VerifyOptions.DEFAULT.of("main"));

    // Then
    assertThat(last.isEqual()).isTrue();
    assertThat(last.commitId()).isEqualTo(first);
    assertThat(last.repository()).isEqualTo("lakefs://" + repo.id());
    assertThat(last.verified().count(Equality.CHECKSUM)).isEqualTo(50);
    assertThat(last.verified().bytes(Verified.Content.EQUAL)).isEqualTo(50 * 2 + 40);
    assertThat(last.remarks()).isEmpty();
    assertThat(head.commitId()).isEqualTo(second);
    assertThat(head.differences())
        .containsExactly(
            new Difference(Kind.MISSING, "later", 1, -1, entry("later").checksum(), "", "", ""));
  }

  @Test
  void shouldWriteNothing() {
    // Given
    putMany(5);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    Map<String, String> before = out.everything();
    out.forget();

    // When
    exporter().verify(VerifyOptions.DEFAULT);
    exporter().verify(VerifyOptions.DEFAULT.readingContent());

    // Then
    assertThat(out.everything()).isEqualTo(before);
    assertThat(out.requests())
        .extracting(request -> request.kind())
        .isSubsetOf(RequestKind.LIST, RequestKind.OPEN, RequestKind.STAT);
  }

  @Test
  void shouldSayWhatToDoWhereNothingWasExported() {
    // Given
    putMany(1);
    String commit = main.commit("first");

    // When
    SpillwayException refusal = refusal(() -> exporter().verify(VerifyOptions.DEFAULT));
    VerifyReport named = exporter().verify(VerifyOptions.DEFAULT.of(commit));

    // Then
    assertThat(refusal.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT);
    assertThat(refusal).hasMessageContaining("--commit_id=C");
    assertThat(named.verified().count(Kind.MISSING)).isEqualTo(1);
  }

  @Test
  void shouldRemarkOnWhatMayHaveChangedTheDestination() {
    // Given
    putMany(3);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    lose(put("gone", "x"));
    String broken = main.commit("second");
    failure(() -> exporter().exportAllFromBranch("main"));
    out.put("_spillway/lease/00000099.json", "{\"holder\": \"ann@there\"}");
    out.put("_spillway/lease/00000099.beat", "{\"beats\": 1, \"released\": false}");

    // When
    VerifyReport report = exporter().verify(VerifyOptions.DEFAULT);

    // Then
    assertThat(report.isEqual()).isTrue();
    assertThat(report.remarks())
        .containsOnly(
            Map.entry("an export may be writing to the destination", "it is ann@there"),
            Map.entry(
                "an export without SUCCESS may have changed the destination",
                "of commit " + broken));
  }

  @Test
  void shouldCompareTheKeysThatWereExported() {
    // Given
    putMany(20);
    put("other/1", "x");
    put("other/2", "x");
    main.commit("first");
    KeyGlobs globs = KeyGlobs.ALL.including("k/**").excluding("k/7");
    exporter(ExportOptions.DEFAULT.with(globs)).exportAllFromBranch("main");
    out.put("elsewhere", "not looked at");
    out.put("k/extra", "looked at");

    // When
    VerifyReport recorded = exporter().verify(VerifyOptions.DEFAULT);
    VerifyReport all =
        exporter(ExportOptions.DEFAULT.with(KeyGlobs.ALL.including("**")))
            .verify(VerifyOptions.DEFAULT);
    VerifyReport read = exporter().verify(VerifyOptions.DEFAULT.readingContent());

    // Then
    assertThat(recorded.globs()).isEqualTo(globs);
    assertThat(recorded.verified().objects()).isEqualTo(19);
    assertThat(keys(recorded)).containsExactly("k/extra");
    assertThat(keys(read)).containsExactly("k/extra");
    assertThat(keys(all)).containsExactly("elsewhere", "k/7", "k/extra", "other/1", "other/2");
  }

  @Test
  void shouldNotTakeALedgerBelowTheRootForData() {
    // Given
    putMany(3);
    main.commit("first");
    ExportOptions options =
        ExportOptions.DEFAULT.withLedger(Location.parse(out.uri() + "/k/ledger"));
    exporter(options).exportAllFromBranch("main");
    out.put("k/ledger-like", "x");

    // When
    VerifyReport report = exporter(options).verify(VerifyOptions.DEFAULT);

    // Then
    assertThat(keys(report)).containsExactly("k/ledger-like");
  }

  @Test
  void shouldNeverCallEqualWhatCannotBeListed() {
    // Given
    putMany(100);
    String commit = main.commit("first");
    exporter().exportAllFromBranch("main");
    List<Difference> told = new ArrayList<>();
    out.put("a", "extra");
    out.faults().inject(Fault.DENIED, RequestKind.LIST, out.key("")::equals);

    // When
    SpillwayException refusal =
        refusal(() -> exporter().verify(VerifyOptions.DEFAULT.of(commit), told::add));
    SpillwayException read =
        refusal(() -> exporter().verify(VerifyOptions.DEFAULT.of(commit).readingContent()));

    // Then
    assertThat(refusal.kind()).isEqualTo(SpillwayException.Kind.UNREACHABLE);
    assertThat(read.kind()).isEqualTo(SpillwayException.Kind.UNREACHABLE);
    assertThat(told).isEmpty();
  }

  @Test
  void shouldTellWhatCouldNotBeRead() {
    // Given
    putMany(30);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    out.faults().inject(Fault.DENIED, RequestKind.OPEN, out.key("k/7")::equals);

    // When
    VerifyReport report = exporter().verify(VerifyOptions.DEFAULT.readingContent());

    // Then
    assertThat(report.isEqual()).isFalse();
    assertThat(report.verified().count(Kind.UNREADABLE)).isEqualTo(1);
    assertThat(keys(report)).containsExactly("k/7");
    assertThat(report.verified().count(Equality.CONTENT)).isEqualTo(29);
    assertThat(report.verified().bytes(Verified.Content.READ))
        .isEqualTo(report.verified().bytes(Verified.Content.EQUAL));
  }

  @Test
  void shouldListManyDifferencesAndKeepTheFirst() {
    // Given
    int many = 12_000;
    put("k", "x");
    main.commit("first");
    exporter().exportAllFromBranch("main");
    for (int i = 0; i < many; i++) {
      out.put("extra/" + i, "x");
    }
    List<Difference> told = new ArrayList<>();

    // When
    VerifyReport report = exporter().verify(VerifyOptions.DEFAULT, told::add);

    // Then
    assertThat(told).hasSize(many);
    assertThat(report.verified().count(Kind.EXTRA)).isEqualTo(many);
    assertThat(report.differences()).hasSize(10_000).isEqualTo(told.subList(0, 10_000));
    assertThat(report.toString())
        .contains(
            "DIFFERS\n  equal     1 object, 1 bytes\n  proved    1 by checksum\n"
                + "  extra     12,000 that the commit does not have\n    extra/0: extra (1 bytes)\n")
        .contains("    … and 11,990 more\n");
  }

  @Test
  void shouldListACommitWhoseFilesNobodyHandsOut() {
    // Given
    putMany(30);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    out.remove("k/7");
    out.put("z/extra", "x");
    sandbox.refuse(request -> request.path().contains("/metadata/object/"), 404, "no such thing");

    // When
    VerifyReport report = exporter().verify(VerifyOptions.DEFAULT);
    VerifyReport read = exporter().verify(VerifyOptions.DEFAULT.readingContent());
    sandbox.refuseNothing();

    // Then
    assertThat(keys(report)).containsExactly("k/7", "z/extra");
    assertThat(keys(read)).containsExactly("k/7", "z/extra");
  }

  @Test
  void shouldCountWhatItAsked() {
    // Given
    putMany(30);
    main.commit("first");
    exporter().exportAllFromBranch("main");
    out.forget();

    // When
    VerifyReport report = exporter().verify(VerifyOptions.DEFAULT);

    // Then
    Traffic traffic = report.verified().cost().traffic();
    assertThat(traffic.count(Traffic.Kind.LIST))
        .isEqualTo(
            out.requests().stream().filter(asked -> asked.kind() == RequestKind.LIST).count());
    assertThat(report.verified().cost().count()).isPositive();
  }

  @Test
  void shouldPrintDifferencesForProgramsAndTheRestForPeople() throws IOException {
    // Given
    Folder folder = damagedFolder();

    // When
    Cli.Ended text = run("verify", repo.id(), folder.uri());
    Cli.Ended list = run("verify", repo.id(), folder.uri(), "--list");
    Cli.Ended json = run("verify", repo.id(), folder.uri(), "--read-content", "--output=json");
    Cli.Ended lines = run("verify", repo.id(), folder.uri(), "--list", "--output=json");

    // Then
    assertThat(List.of(text.exitCode(), list.exitCode(), json.exitCode(), lines.exitCode()))
        .containsOnly(1);
    assertThat(text.output()).contains(": DIFFERS\n", "    a/missing: missing (1 bytes)\n");
    assertThat(list.output().lines().map(VerifyIT::parsed).map(line -> line.path("key").asText()))
        .containsExactly("a/missing", "b/extra");
    assertThat(list.errors()).contains(": DIFFERS\n");
    JsonNode document = Schemas.valid("verification", json.output());
    assertThat(document.path("counts").path("checksum").asInt()).isEqualTo(1);
    assertThat(document.path("differences")).hasSize(3);
    List<String> all = lines.output().lines().toList();
    assertThat(all).hasSize(3);
    JsonNode last = Schemas.valid("verification", all.get(2));
    assertThat(last.has("differences")).isFalse();
    assertThat(last.path("counts").path("missing").asInt()).isEqualTo(1);
    all.subList(0, 2).forEach(line -> Schemas.validAs("difference", line));
  }

  @Test
  void shouldPrintWhatWasApproved() throws IOException {
    // Given
    Folder folder = damagedFolder();

    // When
    String text = run("verify", repo.id(), folder.uri(), "--read-content").output();
    String json = run("verify", repo.id(), folder.uri(), "--output=json").output();
    String list =
        run("verify", repo.id(), folder.uri(), "--read-content", "--list", "--output=json")
            .output();

    // Then
    Approved.check("verification.txt", anywhere(text, folder));
    Approved.check("verification.json", anywhere(json, folder));
    Approved.check("verification.jsonl", anywhere(list, folder));
  }

  private String anywhere(String printed, Folder folder) {
    return printed
        .replace(folder.uri(), "file:///data/exports")
        .replace(repo.id(), "example")
        .replace(main.head(), "COMMIT")
        .replaceAll("time      .*", "time      0.1 s")
        .replaceAll("(requests|traffic|tasks)  +.*", "$1 …")
        .replaceAll("(?s)\"cost\" ?: ?\\{.*?\\},(\\s*)\"remarks\"", "\"cost\": {},$1\"remarks\"")
        .replaceAll("(\"durationMillis\" ?: ?)\\d+", "$11");
  }

  @Test
  void shouldEndWithZeroWhereNothingDiffers() {
    // Given
    putMany(3);
    main.commit("first");
    Folder folder = new Folder(temp.resolve("out"));
    run(repo.id(), folder.uri(), "--branch=main");

    // When
    Cli.Ended ended = run("verify", repo.id(), folder.uri(), "--output=json");

    // Then
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    JsonNode document = Schemas.valid("verification", ended.output());
    assertThat(document.path("equal").asBoolean()).isTrue();
    assertThat(document.path("counts").path("provedBySize").asInt()).isEqualTo(3);
  }

  @Test
  void shouldTakeAFolderThatIsNotThereForAnEmptyOne() {
    // Given
    putMany(3);
    String commit = main.commit("first");
    Folder folder = new Folder(temp.resolve("not there"));

    // When
    Cli.Ended ended = run("verify", repo.id(), folder.uri(), "--commit_id=" + commit);

    // Then
    assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(1);
    assertThat(ended.output()).contains("missing   3 that the destination lacks");
    assertThat(folder.path()).doesNotExist();
  }

  /** One missing, one extra, one changed. */
  private Folder damagedFolder() throws IOException {
    put("a/missing", "x");
    put("a/same", "same");
    put("c/changed", "before");
    main.commit("first");
    Folder folder = new Folder(temp.resolve("out"));
    run(repo.id(), folder.uri(), "--branch=main");
    Files.delete(folder.path().resolve("a/missing"));
    Files.createDirectories(folder.path().resolve("b"));
    Files.writeString(folder.path().resolve("b/extra"), "extra");
    Files.writeString(folder.path().resolve("c/changed"), "behind");
    return folder;
  }

  private static JsonNode parsed(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  private static List<String> keys(VerifyReport report) {
    return report.differences().stream().map(Difference::key).toList();
  }

  private Entry entry(String key) {
    return repo.object("main", key);
  }

  private static Cli.Ended run(String... arguments) {
    return InProcess.run(
        Map.of(
            ApiClient.URL, sandbox.url(),
            ApiClient.ACCESS_KEY, sandbox.accessKey(),
            ApiClient.SECRET_KEY, sandbox.secretKey()),
        arguments);
  }
}
