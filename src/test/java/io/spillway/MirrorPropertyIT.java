package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Bytes;
import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.export.ExportOptions;
import io.spillway.ledger.Marker;
import io.spillway.object.plan.PlannedAction;
import io.spillway.object.plan.Step;
import io.spillway.outcome.Summary.Count;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.request.MaxDelete;
import io.spillway.request.ProgressListener;
import io.spillway.request.Since;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.FaultyStore;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.RequestKind;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import io.spillway.store.memory.MemoryStore;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A hundred random cases of a mirror: whatever commits there are, whatever lies at the root and
 * however it came there, exactly what should be deleted is deleted, or it is refused and nothing
 * is; {@code -Dspillway.mirror.cases=N} tries more.
 */
class MirrorPropertyIT {
  private static final int CASES = Integer.getInteger("spillway.mirror.cases", 100);
  private static final List<String> FOLDERS = List.of("", "a/", "a/b/", "ä/", "k/", "z z/%41/");
  private static final List<String> NAMES = List.of("1", "2", "_SUCCESS", "x+y", "ü", "1.", "~");
  private static final List<String> SIGNS =
      List.of(
          "a/_spillway/lease/00000001.json",
          "k/q/EXPORT_c0ffee_2026-11-21T09:15:42.118Z_SUCCESS",
          "n/EXPORT_c0ffee_2026-11-21T09:15:42.118Z_FAILURE",
          "n/exports/20261121T091538.001Z-5f3a9c1e/export.json");
  private static final List<KeyGlobs> FILTERS =
      List.of(
          KeyGlobs.ALL,
          KeyGlobs.ALL.including("a/**"),
          KeyGlobs.ALL.excluding("k/**"),
          KeyGlobs.ALL.excluding("**/_SUCCESS").excluding("a/b/*"));

  private static final Map<String, Integer> ENDS = new TreeMap<>();

  @TempDir static Path temp;
  private static Sandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start(Sandbox.options().ranges(6, 3));
  }

  @AfterAll
  static void stop() {
    sandbox.close();
    if (CASES >= 100) {
      assertThat(ENDS.keySet())
          .as("the cases are of all kinds")
          .contains(
              "mirrored",
              "nothing to mirror",
              "another repository's ledger",
              "all of a bucket",
              "a claim",
              "too many deletes");
      assertThat(ENDS.get("mirrored")).isGreaterThan(CASES / 4);
    }
  }

  static IntStream seeds() {
    return IntStream.range(0, CASES);
  }

  /** What happened at the destination before. */
  private enum Past {
    NOTHING,
    SUCCESS,
    FAILURE,
    SUCCESS_OF_ANOTHER_REPOSITORY
  }

  /** Where the destination is. */
  private enum Where {
    PREFIX,
    BUCKET,
    FOLDER
  }

  @ParameterizedTest(name = "case {0}")
  @MethodSource("seeds")
  void shouldDeleteExactlyWhatItShouldOrRefuse(int seed) throws IOException {
    new Case(seed).play();
  }

  /** One case, all of it from its seed. */
  private static final class Case {
    private final Random random;
    private final Where where;
    private final Past past;
    private final KeyGlobs globs;
    private final boolean isForced;
    private final boolean ledgerElsewhere;
    private final MaxDelete limit;
    private final Location root;
    private final Location elsewhere;
    private final ObjectStore raw;
    private final FaultyStore faults;
    private final Repo repo;
    private final Branch main;

    Case(int seed) {
      random = new Random(seed * 0x9E3779B97F4A7C15L); // small seeds begin alike
      where = oneOf(List.of(Where.PREFIX, Where.PREFIX, Where.FOLDER, Where.BUCKET));
      past =
          oneOf(List.of(Past.NOTHING, Past.SUCCESS, Past.SUCCESS, Past.FAILURE, Past.values()[3]));
      globs = random.nextInt(3) == 0 ? oneOf(FILTERS) : KeyGlobs.ALL;
      isForced = random.nextInt(3) == 0;
      ledgerElsewhere = random.nextInt(4) == 0;
      limit = MaxDelete.parse(random.nextInt(3) == 0 ? "40%" : "100%");
      String name = "mirror-" + seed + "-" + System.nanoTime();
      root =
          switch (where) {
            case PREFIX -> new Location("memory", name, "some/where");
            case BUCKET -> new Location("memory", name, "");
            case FOLDER -> Location.ofFolder(temp.resolve(name).resolve("out"));
          };
      elsewhere =
          where == Where.FOLDER
              ? Location.ofFolder(temp.resolve(name).resolve("ledger"))
              : new Location("memory", name + "-ledger", "ledger");
      raw =
          where == Where.FOLDER
              ? new Stores(Settings.of(Map.of())).open(root)
              : new MemoryStore(name);
      faults = new FaultyStore(raw);
      repo = sandbox.createRepository("mirror-" + seed);
      main = repo.branch("main");
    }

    private <T> T oneOf(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }

    /** On a file system a folder and a file cannot have one name; in a commit for it none do. */
    private String key() {
      return oneOf(FOLDERS) + oneOf(NAMES) + (random.nextInt(3) == 0 ? random.nextInt(9) : "");
    }

    void play() throws IOException {
      try (TestStores.Registration ignored = register()) {
        happened();
        change(6);
        String target = main.commit("target");
        NavigableMap<String, String> expected = commit(target);
        litter();
        mirror(target, expected);
      }
    }

    private TestStores.Registration register() {
      return where == Where.FOLDER ? () -> {} : TestStores.register(root, faults);
    }

    private void change(int times) {
      Set<String> keys = new TreeSet<>(commit("main").keySet());
      for (int i = 0; i < times; i++) {
        String key = key();
        main.put(key, bytes("v" + random.nextInt(1_000)));
        keys.add(key);
      }
      for (String key : keys) {
        if (random.nextInt(5) == 0 && keys.size() > 3) {
          main.delete(key);
        }
      }
      main.put("always", bytes("v" + random.nextInt()));
    }

    private void happened() throws IOException {
      main.put("base", bytes("b"));
      change(12);
      main.commit("base");
      switch (past) {
        case NOTHING -> {
          // an empty root
        }
        case SUCCESS -> exporter(repo, Conduct.DEFAULT).exportAllFromBranch("main");
        case FAILURE -> fail();
        case SUCCESS_OF_ANOTHER_REPOSITORY -> {
          Repo other = sandbox.createRepository(repo.id() + "-other");
          other.branch("main").put("theirs", bytes("x"));
          other.branch("main").commit("theirs");
          exporter(other, Conduct.DEFAULT).exportAllFromBranch("main");
        }
      }
    }

    /** Some of it arrives, in a folder all of it. */
    private void fail() {
      Predicate<String> some = key -> !key.contains("_spillway") && key.hashCode() % 2 == 0;
      faults.inject(FaultyStore.Fault.DENIED, RequestKind.WRITE, some);
      try {
        exporter(repo, Conduct.DEFAULT).exportAllFromBranch("main");
      } catch (ExportFailedException e) {
        // as it should
      }
      faults.heal();
    }

    /** What nobody has exported; now and then somebody else's destination. */
    private void litter() throws IOException {
      int times = random.nextInt(12);
      for (int i = 0; i < times; i++) {
        put("litter/" + key());
        if (where != Where.FOLDER) {
          put(key());
        }
      }
      if (random.nextInt(4) == 0) {
        put(oneOf(SIGNS));
      }
    }

    private void put(String name) throws IOException {
      Optional<StoredObject> there = raw.stat(root.resolve(name).path());
      if (there.isEmpty()) {
        raw.write(root.resolve(name).path(), Body.of(bytes("litter")), Attributes.NONE);
      }
    }

    private void mirror(String target, NavigableMap<String, String> expected) throws IOException {
      Map<String, String> before = data();
      Optional<String> refusal = refusal(target, before);
      Conduct conduct = Conduct.DEFAULT.mirroring().with(limit);
      Exporter exporter = exporter(repo, isForced ? conduct.forcing() : conduct);
      List<PlannedAction> actions = new ArrayList<>();
      ExportReport report;
      try {
        exporter.planRef(target, new Since.Unsaid(), actions::add);
        assertThat(data()).as("after a dry run").isEqualTo(before);
      } catch (SpillwayException e) {
        assertThat(refusal).as("a dry run refuses less: %s", e.getMessage()).isPresent();
      }
      try {
        report = exporter.exportAllFromCommit(target);
      } catch (SpillwayException e) {
        assertThat(refusal).as("%s", e.getMessage()).isPresent();
        assertThat(e.kind()).as(e.getMessage()).isEqualTo(SpillwayException.Kind.REFUSED);
        assertThat(data()).as("after %s", e.getMessage()).isEqualTo(before);
        ENDS.merge(refusal.get(), 1, Integer::sum);
        return;
      }
      assertThat(refusal).as("it was mirrored").isEmpty();
      Map<String, String> after = new TreeMap<>(expected);
      after.keySet().removeIf(key -> !globs.matches(key));
      before.forEach(
          (key, content) -> {
            if (!globs.matches(key)) {
              after.put(key, content);
            }
          });
      assertThat(data()).isEqualTo(after);
      Set<String> gone = new TreeSet<>(before.keySet());
      gone.removeAll(after.keySet());
      Set<String> promised = new TreeSet<>();
      actions.stream()
          .filter(action -> action.act() != Step.Act.COPY)
          .map(PlannedAction::key)
          .forEach(promised::add);
      assertThat(promised).as("what the dry run listed").containsAll(gone);
      assertThat(report.mirrored()).isLessThanOrEqualTo(gone.size());
      assertThat(report.summary().count(Count.LEFTOVERS)).isZero();
      ENDS.merge(report.mirrored() > 0 ? "mirrored" : "nothing to mirror", 1, Integer::sum);
    }

    /** Why nothing must be done, if there is a reason, as plainly as it can be told. */
    private Optional<String> refusal(String target, Map<String, String> before) {
      if (past == Past.SUCCESS_OF_ANOTHER_REPOSITORY) {
        return Optional.of("another repository's ledger");
      }
      if (where == Where.BUCKET && !isForced) {
        return Optional.of("all of a bucket");
      }
      Set<String> wanted = commit(target).keySet();
      Set<String> extras = new TreeSet<>(before.keySet());
      extras.removeAll(wanted);
      for (String sign : SIGNS) {
        String folder = sign.replaceAll("/(_spillway/.*|EXPORT_.*|exports/.*)", "/");
        if (before.containsKey(sign) && mayMatch(folder)) {
          return Optional.of("a claim");
        }
      }
      long matching = before.keySet().stream().filter(globs::matches).count();
      long doomed = extras.stream().filter(globs::matches).count();
      return limit.allows(doomed, matching) ? Optional.empty() : Optional.of("too many deletes");
    }

    private boolean mayMatch(String folder) {
      return globs.mayMatch(Bytes.of(folder), Bytes.of(folder + Character.toString(0x10FFFF)));
    }

    private NavigableMap<String, String> commit(String ref) {
      NavigableMap<String, String> contents = new TreeMap<>();
      repo.objects(repo.commit(ref).id())
          .forEach(
              entry ->
                  contents.put(
                      entry.path(),
                      new String(
                          repo.read(entry.location(repo.storageNamespace())),
                          StandardCharsets.UTF_8)));
      return contents;
    }

    private Exporter exporter(Repo from, Conduct conduct) {
      ExportOptions options =
          ExportOptions.DEFAULT.with(globs).with(conduct).with(new SparkFilter(), 2);
      return new Exporter(
          TestSpark.session(),
          new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey()),
          from.id(),
          root.toString(),
          ledgerElsewhere ? options.withLedger(elsewhere) : options,
          ProgressListener.NONE);
    }

    /** What lies at the root, without Spillway's own. */
    private Map<String, String> data() throws IOException {
      String folder = root.resolve("").path();
      Map<String, String> found = new TreeMap<>();
      for (Iterator<StoredObject> all = raw.list(folder); all.hasNext(); ) {
        String key = all.next().key();
        String name = key.substring(folder.length());
        if (!name.startsWith("_spillway/") && !Marker.isNameOfOne(name)) {
          try (OpenObject open = raw.open(key, 0)) {
            found.put(name, new String(open.stream().readAllBytes(), StandardCharsets.UTF_8));
          }
        }
      }
      return found;
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }
}
