package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.Script.Edits;
import io.spillway.Script.Mode;
import io.spillway.Script.Run;
import io.spillway.Script.Value;
import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.export.ExportOptions;
import io.spillway.ledger.Marker;
import io.spillway.ledger.lease.LeaseTiming;
import io.spillway.object.ObjectSource;
import io.spillway.object.States;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.request.MaxDelete;
import io.spillway.request.Retention;
import io.spillway.request.Since;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.source.lakefs.LakeFsPin;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.DyingStore;
import io.spillway.store.DyingStore.Doom;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Plays a {@link Script} with the real engine, and holds the destination to what must be there. */
final class Playing {
  private static final LeaseTiming PATIENT = LeaseTiming.lasting(Duration.ofMinutes(5));

  /** A process whose store is gone gives up soon: it need not wait for the lease to run out. */
  private static final LeaseTiming DYING = LeaseTiming.lasting(Duration.ofMillis(300));

  private static final Stores STORES = new Stores(Settings.of(Map.of()));
  private static final String OWN = "_spillway/";

  private final Sandbox sandbox;
  private final Repo repo;
  private final Branch main;
  private final ObjectStore raw;
  private final Location root;
  private final boolean isFileSystem;
  private final Retention retention;
  private final KeyGlobs globs;
  private final List<String> commits = new ArrayList<>();
  private final Map<String, NavigableMap<String, Value>> states = new TreeMap<>();
  private Optional<String> lastSuccess = Optional.empty();
  private boolean isDoubted;
  private final List<DyingStore> frozen = new ArrayList<>();

  /**
   * Whether a run may have gone on after its lease was lost: what it may write is settled again.
   */
  private boolean isLate;

  /**
   * Plays on a new repository and a new destination.
   *
   * @param raw where the destination is, past whatever happens to exports
   */
  Playing(Sandbox sandbox, Repo repo, ObjectStore raw, Location root, Script script) {
    this.sandbox = sandbox;
    this.repo = repo;
    this.main = repo.branch("main");
    this.raw = raw;
    this.root = root;
    this.isFileSystem = root.scheme().equals("file");
    this.retention = script.retention();
    this.globs = script.globs();
  }

  void play(List<Script.Act> acts) throws IOException {
    for (Script.Act act : acts) {
      if (act instanceof Edits edits) {
        commit(edits);
      } else if (act instanceof Run run && !commits.isEmpty()) {
        export(run);
      }
    }
    if (!commits.isEmpty()) {
      export(new Run(0, Mode.UNSAID, Doom.NONE, 0));
    }
  }

  private void commit(Edits edits) {
    NavigableMap<String, Value> before =
        commits.isEmpty() ? new TreeMap<>() : states.get(commits.get(commits.size() - 1));
    NavigableMap<String, Value> next = Script.after(before, edits, isFileSystem);
    if (next.equals(before)) {
      return;
    }
    before.keySet().stream().filter(key -> !next.containsKey(key)).forEach(main::delete);
    next.forEach(
        (key, value) -> {
          if (!value.equals(before.get(key))) {
            Body content = Body.of(value.content().getBytes(StandardCharsets.UTF_8));
            main.put(key, content, new Attributes("text/plain", value.metadata()));
          }
        });
    String id = main.commit("next");
    commits.add(id);
    states.put(id, next);
  }

  private void export(Run run) throws IOException {
    String target = commits.get(Math.max(0, commits.size() - 1 - run.back()));
    Set<String> before = successes();
    DyingStore store = new DyingStore(raw, run.doom(), run.at(), this::isData, this::isLease);
    SpillwayException failure = null;
    try (TestStores.Registration registered = TestStores.register(root, store)) {
      ExportReport report = export(target, run.mode(), isDying(run.doom()) ? DYING : PATIENT);
      assertThat(report.success()).isTrue();
    } catch (SpillwayException e) {
      failure = e;
    } finally {
      store.end();
    }
    bury(run);
    judge(run, target, store, failure, before);
    if (failure == null) {
      thaw();
      repeat(target);
    }
    if (store.hasLateChange()) {
      frozen.add(store);
    }
  }

  /** What was on its way when processes froze arrives now that another export has signed. */
  private void thaw() {
    for (DyingStore store : frozen) {
      try {
        store.arriveLate();
      } catch (IOException e) {
        // What it needed is gone: it changes nothing any more.
      }
    }
    frozen.clear();
  }

  private static boolean isDying(Doom doom) {
    return doom == Doom.DIES_BEFORE || doom == Doom.DIES_AFTER || doom == Doom.FREEZES;
  }

  private ExportReport export(String target, Mode mode, LeaseTiming timing) {
    ApiClient server = new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey());
    Conduct all = Conduct.DEFAULT.with(MaxDelete.parse("100%"));
    Conduct conduct = mode == Mode.NO_RESUME ? all.withoutResume() : all;
    ExportOptions options =
        ExportOptions.DEFAULT
            .with(globs)
            .with(new SparkFilter(), 2)
            .withMaxConcurrency(4)
            .with(conduct)
            .with(retention);
    Since since =
        switch (mode) {
          case UNSAID, NO_RESUME -> new Since.Unsaid();
          case SINCE_LAST -> new Since.LastSuccess();
          case SAID -> new Since.Commit(lastSuccess.orElse(target));
        };
    DestinationContext place =
        DestinationContext.of(root, Optional.empty(), repo.storageNamespace(), STORES);
    Commits commits = new Commits(new LakeFsPin(server, repo.id()));
    return Exports.run(commits, commits.at(target), since, place, options, timing);
  }

  private record Commits(LakeFsPin pin) implements States {
    @Override
    public ObjectSource at(String other) {
      return pin.source(pin.ref(other), STORES);
    }
  }

  private void judge(
      Run run, String target, DyingStore store, SpillwayException failure, Set<String> before)
      throws IOException {
    Set<String> signed = successes();
    signed.removeAll(before);
    if (failure == null) {
      assertThat(signed).as("%s has signed", run).hasSize(1);
    } else if (!isDying(run.doom())) {
      assertThat(signed).as("%s has failed", run).isEmpty();
    }
    if (!signed.isEmpty()) {
      assertThat(signed).allMatch(name -> name.contains(target));
      assertThat(data()).as("after %s", run).isEqualTo(expected(target));
      lastSuccess = Optional.of(target);
      isDoubted = false;
      return;
    }
    if (isRefusal(run, failure)) {
      return;
    }
    assertThat(store.happened() || isDying(run.doom()))
        .as("%s failed without a reason: %s", run, failure)
        .isTrue();
    assertThat(run.doom())
        .as("another attempt at the task should have done: %s", failure)
        .isNotIn(Doom.WORKER_DIES_BEFORE, Doom.WORKER_DIES_AFTER);
    isDoubted |= run.mode() == Mode.NO_RESUME;
  }

  /** Who says what the destination holds, and is wrong or cannot know, is refused. */
  private boolean isRefusal(Run run, SpillwayException failure) {
    return run.mode() == Mode.SAID
        && (lastSuccess.isEmpty() || isDoubted)
        && failure.kind() == SpillwayException.Kind.REFUSED;
  }

  private void repeat(String target) throws IOException {
    DyingStore store = new DyingStore(raw, Doom.NONE, 0, this::isData, this::isLease);
    try (TestStores.Registration registered = TestStores.register(root, store)) {
      ExportReport again = export(target, Mode.UNSAID, PATIENT);
      if (!isLate) { // a record that arrives late is that of an export to be resumed
        assertThat(again.summary().skipped().objects()).isZero();
      }
    } finally {
      store.end();
    }
    if (!isLate) {
      assertThat(store.touched()).as("changes of one more run").isEmpty();
    }
    assertThat(data()).isEqualTo(expected(target));
  }

  private Map<String, String> expected(String target) {
    Map<String, String> expected = new TreeMap<>();
    states
        .get(target)
        .forEach(
            (key, value) -> {
              if (globs.matches(key)) {
                expected.put(
                    key, value.content() + (raw.keepsAttributes() ? value.metadata() : ""));
              }
            });
    return expected;
  }

  private Map<String, String> data() throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (String name : names()) {
      if (isData(root.resolve(name).path())) {
        try (OpenObject open = raw.open(root.resolve(name).path(), 0)) {
          String content = new String(open.stream().readAllBytes(), StandardCharsets.UTF_8);
          Object metadata = raw.keepsAttributes() ? open.object().attributes().metadata() : "";
          found.put(name, content + metadata);
        }
      }
    }
    return found;
  }

  private Set<String> successes() throws IOException {
    Set<String> markers = new HashSet<>();
    for (String name : names()) {
      Marker.parse(name).filter(Marker::success).ifPresent(marker -> markers.add(name));
    }
    return markers;
  }

  private List<String> names() throws IOException {
    String folder = root.resolve("").path();
    List<String> names = new ArrayList<>();
    raw.list(folder).forEachRemaining(object -> names.add(object.key().substring(folder.length())));
    return names;
  }

  private boolean isData(String key) {
    String folder = root.resolve("").path();
    String name = key.startsWith(folder) ? key.substring(folder.length()) : OWN;
    return !name.startsWith(OWN) && !Marker.isNameOfOne(name);
  }

  private boolean isLease(String key) {
    return key.startsWith(root.resolve(OWN + "lease").path() + "/");
  }

  /**
   * What an operator does who knows that a holder is dead: the next one need not wait. Sometimes
   * the files of leases are lost instead, all of them or the newest; those of a frozen process
   * always are, as it has not given its lease back.
   */
  private void bury(Run run) throws IOException {
    String folder = root.resolve(OWN + "lease").path() + "/";
    List<StoredObject> files = new ArrayList<>();
    raw.list(folder).forEachRemaining(files::add);
    boolean isFrozen = run.doom() == Doom.FREEZES;
    if (isDying(run.doom()) && (isFrozen || run.at() % 3 > 0) && !files.isEmpty()) {
      String newest = files.get(files.size() - 1).key();
      String start = newest.substring(0, newest.lastIndexOf('.'));
      for (StoredObject file : files) {
        if (isFrozen || run.at() % 3 == 1 || file.key().startsWith(start)) {
          raw.delete(file.key());
        }
      }
      files.removeIf(file -> isFrozen || run.at() % 3 == 1 || file.key().startsWith(start));
      isLate = true;
    }
    for (StoredObject file : files) {
      if (file.key().endsWith(".beat")) {
        try (OpenObject open = raw.open(file.key(), 0)) {
          String beat = new String(open.stream().readAllBytes(), StandardCharsets.UTF_8);
          String released = beat.replaceAll("(\"released\"\\s*:\\s*)false", "$1true");
          raw.write(
              file.key(),
              Body.of(released.getBytes(StandardCharsets.UTF_8)),
              Attributes.ofType("application/json"));
        }
      }
    }
  }
}
