package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import io.spillway.outcome.Failure;
import io.spillway.report.ExportFailedException;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and files that an export to a folder cannot take, each named and the rest exported. */
class LocalExportFailuresIT extends LocalExports {
  @Test // defect 1 of lakeFS's exporter
  void shouldFailANamedKeyWhoseDataIsGone() throws IOException {
    // Given
    putMany(50);
    Entry gone = main.put("gone", bytes("soon gone"));
    main.put("last/_SUCCESS", new byte[0]);
    main.commit("m");
    repo.remove(gone.location(repo.storageNamespace()));

    // When
    ExportFailedException failure = failure(exporter());

    // Then
    assertThat(failure.report().failures()).extracting(Failure::key).containsExactly("gone");
    assertThat(out.markers()).hasSize(1).first().asString().endsWith("_FAILURE");
    assertThat(out.marker()).contains("gone: ");
    assertThat(out.objects()).as("neighbours are there").hasSize(50);
    assertThat(out.objects())
        .as("a failed round stops the next")
        .doesNotContainKey("last/_SUCCESS");
  }

  @Test // defect 2, second half: nothing is done twice
  void shouldReadEveryObjectOnceAlsoWhenOneFails() throws IOException {
    // Given
    putMany(100);
    Entry gone = main.put("gone", bytes("soon gone"));
    main.commit("m");
    repo.remove(gone.location(repo.storageNamespace()));
    sandbox.forgetRequests();

    // When
    failure(exporter());

    // Then
    long reads =
        sandbox.requests().stream()
            .filter(r -> r.path().endsWith("/objects") && r.method().equals("GET"))
            .count();
    assertThat(reads).isEqualTo(101);
  }

  @Test // defects 4, 7 and 8
  void shouldNameKeysThatAFolderCannotHoldAndExportTheRest() throws IOException {
    // Given
    List<String> odd =
        List.of(
            "../escape.txt",
            "n/dots/../up.txt",
            "n/dot/./here.txt",
            "n/double//slash.txt",
            "n/trailing/",
            "/leading/slash.txt",
            "n/" + "x".repeat(256));
    odd.forEach(key -> main.put(key, bytes(key)));
    main.put("n/ok.txt", bytes("ok"));
    main.put("s3a://export-dst/EVIL.txt", bytes("x"));
    main.put("n/scheme:/fine.txt", bytes("a colon is just a name"));
    main.commit("odd keys");

    // When
    ExportFailedException failure = failure(exporter());

    // Then
    assertThat(failure.report().failures())
        .extracting(Failure::key)
        .containsExactlyInAnyOrderElementsOf(
            java.util.stream.Stream.concat(
                    odd.stream(), java.util.stream.Stream.of("s3a://export-dst/EVIL.txt"))
                .toList());
    assertThat(out.objects().keySet()).containsExactly("n/ok.txt", "n/scheme:/fine.txt");
    try (var around = Files.list(temp)) {
      assertThat(around).containsExactly(out.path());
    }
  }

  @Test // defect 4
  void shouldNameOneOfAKeyAndAnotherBelowIt() throws IOException {
    // Given
    main.put("p/a", bytes("a file"));
    main.put("p/a/b", bytes("below it"));
    main.put("p/c", bytes("beside"));
    main.commit("m");

    // When
    ExportFailedException failure = failure(exporter());

    // Then
    assertThat(failure.report().failures())
        .extracting(Failure::key)
        .hasSize(1)
        .first()
        .isIn("p/a", "p/a/b");
    assertThat(out.objects()).hasSize(2).containsKey("p/c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_spillway/x", "_spillway", "EXPORT_c1_2026-11-21T09:15:42.118Z_SUCCESS"})
  void shouldCopyNothingWhenAKeyFallsOnSpillwaysOwnNames(String key) throws IOException {
    // Given
    putMany(10);
    main.put(key, bytes("x"));
    main.commit("m");

    // When
    ExportFailedException failure = failure(exporter());

    // Then
    assertThat(failure.report().failures()).extracting(Failure::key).containsExactly(key);
    assertThat(out.objects()).isEmpty();
    assertThat(out.markers()).hasSize(1).first().asString().endsWith("_FAILURE");
  }

  @Test
  void shouldNameAKeyThatIsNoTextAndCopyNothing() throws IOException {
    // Given
    Entry entry = main.put("b", bytes("x"));
    Bytes key = Bytes.of(new byte[] {'b', (byte) 0xff});
    main.stage(
        new Entry(
            key,
            entry.address(),
            true,
            1,
            entry.checksum(),
            0,
            Map.of(),
            "text/plain",
            Bytes.EMPTY));
    main.commit("m");

    // When
    ExportFailedException failure = failure(exporter());

    // Then
    assertThat(failure.report().failures())
        .extracting(Failure::reason)
        .containsExactly("the key is not valid UTF-8 (hexadecimal: 62ff)");
    assertThat(out.objects()).isEmpty();
  }

  /** Puts one key into a round that there is none of, and throws for another. */
  private static final class BrokenFilter implements KeyFilter {
    private static final long serialVersionUID = 1L;

    @Override
    public int rounds() {
      return 3;
    }

    @Override
    public int roundForKey(String key) {
      if (key.equals("boom")) {
        throw new IllegalStateException("no idea");
      }
      return key.equals("zero") ? 0 : key.equals("four") ? 4 : 3;
    }
  }

  @Test
  void shouldNameKeysThatTheFilterDoesNotPlace() {
    // Given
    List.of("boom", "zero", "four", "fine").forEach(key -> main.put(key, bytes(key)));
    main.commit("m");

    // When
    ExportFailedException failure =
        failure(
            new Exporter(
                TestSpark.session(), client(), new BrokenFilter(), repo.id(), out.uri(), 3));

    // Then
    assertThat(failure.report().failures())
        .extracting(Failure::key)
        .containsExactly("boom", "four", "zero");
    assertThat(failure.report().failures())
        .extracting(Failure::reason)
        .anySatisfy(reason -> assertThat(reason).contains("no idea"))
        .anySatisfy(reason -> assertThat(reason).contains("round 4 of 3"));
  }

  @Test
  void shouldRefuseADamagedRangeByNameAndCopyNothing() throws IOException {
    // Given
    putMany(200);
    main.commit("m");
    String damaged = repo.ranges("main").get(1).id();
    byte[] file = repo.read(repo.metadataFile(damaged));
    file[file.length / 3] ^= 0x10;
    repo.overwrite(repo.metadataFile(damaged), file);

    // When
    ExportFailedException failure = failure(exporter());

    // Then
    assertThat(failure.getMessage()).contains(damaged);
    assertThat(out.objects()).isEmpty();
    assertThat(out.marker()).contains(damaged);
  }

  @Test
  void shouldRefuseADamagedMetaRangeByNameInAMarker() throws IOException {
    // Given
    putMany(20);
    main.commit("m");
    String damaged = repo.commit("main").metaRangeId();
    byte[] file = repo.read(repo.metadataFile(damaged));
    file[file.length / 3] ^= 0x10;
    repo.overwrite(repo.metadataFile(damaged), file);

    // When
    ExportFailedException failure = failure(exporter());

    // Then
    assertThat(failure.getMessage()).contains(damaged);
    assertThat(out.objects()).isEmpty();
    assertThat(out.markers()).hasSize(1).first().asString().endsWith("_FAILURE");
    assertThat(out.marker()).contains(damaged);
  }

  @Test
  void shouldFailAnObjectWhoseDataEndsEarlyAndLeaveNoHalfFile() throws IOException {
    // Given
    Entry cut = main.put("cut", new byte[100_000]);
    main.put("whole", bytes("whole"));
    main.commit("m");
    repo.overwrite(cut.location(repo.storageNamespace()), new byte[99_999]);

    // When
    ExportFailedException failure = failure(exporter());

    // Then
    assertThat(failure.report().failures()).extracting(Failure::key).containsExactly("cut");
    assertThat(out.objects().keySet()).containsExactly("whole");
    assertThat(out.files()).noneMatch(file -> file.contains("tmp"));
  }
}
