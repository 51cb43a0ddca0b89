package io.spillway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is put, deleted and committed: what is listed is what a sorted map holds. */
class ListingPropertyTest {
  private static Sandbox sandbox;
  private static SandboxClient client;
  private static int repositories;

  /** One step on the branch: put (size zero or more), delete (-1) or commit (-2). */
  record Step(String key, long size) {}

  @BeforeContainer
  static void startSandbox() {
    sandbox = Sandbox.start(Sandbox.options().ranges(4, 3));
    client = new SandboxClient(sandbox);
  }

  @AfterContainer
  static void stopSandbox() {
    sandbox.close();
  }

  @Property(tries = 60)
  void shouldListWhatAMapHolds(@ForAll("steps") List<Step> steps) {
    // Given
    Repo repo = sandbox.createRepository("repo-" + ++repositories);
    Branch main = repo.branch("main");
    Map<Bytes, Long> model = new TreeMap<>();
    Map<Bytes, Long> committed = new TreeMap<>();

    // When
    for (Step step : steps) {
      if (step.size() >= 0) {
        main.stage(Sandbox.syntheticEntry(step.key(), step.size()));
        model.put(Bytes.of(step.key()), step.size());
      } else if (step.size() == -1) {
        main.delete(step.key());
        model.remove(Bytes.of(step.key()));
      } else if (!model.equals(committed)) {
        main.commit("next");
        committed = new TreeMap<>(model);
      }
    }

    // Then
    assertThat(sizes(repo.objects("main"))).isEqualTo(model);
    assertThat(sizes(repo.objects("main@"))).isEqualTo(committed);
    assertThat(listed(repo, "main")).isEqualTo(texts(model));
    assertThat(listed(repo, repo.branch("main").head())).isEqualTo(texts(committed));
    assertThat(repo.ranges("main").stream().mapToLong(range -> range.count()).sum())
        .isEqualTo(committed.size());
  }

  private static Map<Bytes, Long> sizes(List<Entry> entries) {
    Map<Bytes, Long> sizes = new TreeMap<>();
    entries.forEach(entry -> sizes.put(entry.key(), entry.size()));
    assertThat(sizes).as("no key twice").hasSameSizeAs(entries);
    return sizes;
  }

  private static List<String> texts(Map<Bytes, Long> model) {
    return model.keySet().stream().map(Bytes::text).toList();
  }

  private static List<String> listed(Repo repo, String ref) {
    List<String> paths = new ArrayList<>();
    String after = "";
    do {
      String query = "?amount=3&after=" + SandboxClient.encode(after);
      JsonNode page =
          client.get("/repositories/" + repo.id() + "/refs/" + ref + "/objects/ls" + query).json();
      page.get("results").forEach(row -> paths.add(row.get("path").asText()));
      after = page.at("/pagination/next_offset").asText();
    } while (!after.isEmpty());
    return paths;
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<String> keys =
        Arbitraries.of("a", "b", "/", "é", "😀", " ", "%", "\u0001")
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(parts -> String.join("", parts));
    Arbitrary<Long> sizes =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.longs().between(0, 3)),
            Tuple.of(2, Arbitraries.just(-1L)),
            Tuple.of(1, Arbitraries.just(-2L)));
    return Combinators.combine(keys, sizes).as(Step::new).list().ofMaxSize(60);
  }
}
