package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.object.Entry;
import io.spillway.object.plan.PlannedAction;
import io.spillway.object.plan.Step;
import io.spillway.report.ExportReport;
import io.spillway.request.Since;
import io.spillway.store.RequestKind;
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

/** Every action of an export before it is done: for notebooks and on the command line. */
class PlannedActionsIT extends RepeatedExports {
  @TempDir Path temp;

  private final List<PlannedAction> actions = new ArrayList<>();

  private void change() {
    putMany(40);
    put("t/_SUCCESS", "");
    put("u/_SUCCESS", "");
    main.commit("first");
    exporter().exportAllFromBranch("main");
    put("k/7", "seven!!");
    put("k/10", "ten");
    put("ä\tnew", "12345");
    put("t/_SUCCESS", "12");
    main.delete("k/3");
    main.delete("u/_SUCCESS");
    main.commit("second");
  }

  @Test
  void shouldTellTheActionsInTheOrderOfStepsAndKeys() {
    // Given
    change();
    Map<String, String> before = out.everything();

    // When
    ExportReport report = exporter().planBranch("main", new Since.LastSuccess(), actions::add);

    // Then
    assertThat(actions)
        .containsExactly(
            new PlannedAction(Step.Act.COPY, "k/10", 3, 1),
            new PlannedAction(Step.Act.COPY, "k/7", 7, 1),
            new PlannedAction(Step.Act.COPY, "ä\tnew", 5, 1),
            new PlannedAction(Step.Act.COPY, "t/_SUCCESS", 2, 2),
            new PlannedAction(Step.Act.DELETE, "u/_SUCCESS", -1, 2),
            new PlannedAction(Step.Act.DELETE, "k/3", -1, 1));
    assertThat(report.isDryRun()).isTrue();
    assertThat(report.preview().stream().mapToLong(step -> step.act().objects()).sum())
        .isEqualTo(actions.size());
    assertThat(out.everything()).isEqualTo(before);
  }

  @Test
  void shouldNotTellWhatAnEarlierRunHasFinished() {
    // Given
    putMany(40);
    Entry gone = put("gone", "123");
    main.commit("first");
    lose(gone);
    failure(() -> exporter().exportAllFromBranch("main"));
    mend(gone, "123");

    // When
    exporter().planBranch("main", new Since.Unsaid(), actions::add);

    // Then
    assertThat(actions).containsExactly(new PlannedAction(Step.Act.COPY, "gone", 3, 1));
  }

  @Test
  void shouldTellNothingOfAPlanThatFails() {
    // Given
    putMany(40);
    put("_spillway/x", "x");
    main.commit("first");

    // When
    ExportReport report =
        failure(() -> exporter().planBranch("main", new Since.Unsaid(), actions::add)).report();

    // Then
    assertThat(report.failed()).isEqualTo(1);
    assertThat(actions).isEmpty();
  }

  @Test
  void shouldListNoRootThatADiffNeedNotList() {
    // Given
    change();
    out.forget();

    // When
    exporter().planBranch("main", new Since.Unsaid(), actions::add);

    // Then: markers, leases and outcomes are all that is listed
    assertThat(out.requests())
        .filteredOn(request -> request.kind() == RequestKind.LIST)
        .extracting(request -> request.key().substring(out.key("").length()))
        .allMatch(prefix -> prefix.startsWith("_spillway/") || prefix.equals("EXPORT_"));
    assertThat(actions).hasSize(6);
  }

  @Test
  void shouldPrintTheListAloneOnStandardOutput() throws IOException {
    // Given
    putMany(3);
    put("t/_SUCCESS", "");
    put("a\tb\nc", "1");
    main.commit("first");

    // When
    Cli.Ended ended = run("--dry-run", "--list");

    // Then
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    assertThat(ended.output())
        .isEqualTo(
            """
            copy\t1\t1\ta\\u0009b\\u000ac
            copy\t1\t2\tk/0
            copy\t1\t2\tk/1
            copy\t1\t2\tk/2
            copy\t2\t0\tt/_SUCCESS
            """);
    assertThat(ended.errors())
        .contains("Would export lakefs://" + repo.id())
        .contains("copy round 1")
        .endsWith("Nothing was written: this was a dry run.\n");
    assertThat(folder().files()).isEmpty();
  }

  @Test
  void shouldPrintTheListAsJsonLinesAndThePlanAsTheLastOfThem() throws IOException {
    // Given
    putMany(2);
    put("a\tb", "1");
    main.commit("first");
    assertThat(run().exitCode()).isZero();
    main.delete("k/0");
    put("k/\uD83D\uDE00", "123");
    main.commit("second");
    Files.writeString(folder().path().resolve("extra"), "12");

    // When
    Cli.Ended ended = run("--dry-run", "--list", "--mirror", "--output=json");

    // Then
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    List<String> lines = ended.output().lines().toList();
    assertThat(lines.subList(0, lines.size() - 1))
        .containsExactly(
            "{\"action\":\"copy\",\"key\":\"k/\uD83D\uDE00\",\"size\":3,\"round\":1}",
            "{\"action\":\"delete\",\"key\":\"k/0\",\"round\":1}",
            "{\"action\":\"mirror-delete\",\"key\":\"extra\",\"size\":2,\"round\":1}")
        .allSatisfy(
            line -> assertThat(Schemas.complaints("action", Schemas.parsed(line))).isEmpty());
    JsonNode plan = Schemas.valid("plan", lines.get(lines.size() - 1));
    assertThat(plan.path("success").asBoolean()).isTrue();
  }

  @Test
  void shouldPrintWhyAPlanFailsBesideTheList() {
    // Given
    put("_spillway/x", "x");
    main.commit("first");

    // When
    Cli.Ended ended = run("--dry-run", "--list");

    // Then
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output()).isEmpty();
    assertThat(ended.errors()).contains("Would FAIL to export").contains("_spillway/x: ");
  }

  private Folder folder() {
    return new Folder(temp.resolve("out"));
  }

  private Cli.Ended run(String... more) {
    List<String> line = new ArrayList<>(List.of(repo.id(), folder().uri(), "--branch=main"));
    line.addAll(List.of(more));
    return InProcess.run(
        Map.of(
            ApiClient.URL, sandbox.url(),
            ApiClient.ACCESS_KEY, sandbox.accessKey(),
            ApiClient.SECRET_KEY, sandbox.secretKey()),
        line.toArray(String[]::new));
  }
}
