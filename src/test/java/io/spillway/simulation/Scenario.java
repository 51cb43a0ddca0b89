package io.spillway.simulation;

import io.spillway.simulation.Order.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A destination, exports before the history begins, and the orders of its exports.
 *
 * @param before quiet exports
 * @param first the export that something happens to
 * @param second the export that follows
 */
record Scenario(String name, Setting setting, List<Order> before, Order first, Order second) {
  private static final AtomicLong NUMBER = new AtomicLong();
  private static final Map<String, String> FOREIGN =
      Map.of("other/x", "x", "some/root2/y", "y", "some/rootfile", "z");

  private static final List<Map<String, String>> COMMITS = commits();

  /** The setting under a name of its own. */
  Setting place() {
    return setting.named("w" + NUMBER.incrementAndGet());
  }

  /** The world in which a history of this scenario begins. */
  World.Moment start(long seed) {
    try (World world = new World(place(), seed)) {
      for (Order order : before) {
        Process process = world.run(Act.of(order));
        if (process.report() == null) {
          throw new IllegalStateException(process.failure());
        }
      }
      return world.moment(seed);
    }
  }

  /** Some commits of a dozen keys, which change, come and go. */
  private static List<Map<String, String>> commits() {
    List<Map<String, String>> commits = new ArrayList<>();
    Map<String, String> keys = new TreeMap<>();
    for (int key = 0; key < 12; key++) {
      keys.put("d" + key % 3 + "/k" + key, "text " + key);
    }
    keys.put("d1/_SUCCESS", "");
    commits.add(Map.copyOf(keys));
    for (int commit = 1; commit < 6; commit++) {
      for (int key = 0; key < 12; key++) {
        String path = "d" + key % 3 + "/k" + key;
        switch ((key * 7 + commit * 5) % 6) {
          case 0 -> keys.remove(path);
          case 1, 2 -> keys.put(path, "text " + key + " of " + commit);
          default -> {
            // as before
          }
        }
      }
      keys.put("new" + commit + "/k", "new " + commit);
      keys.put("d1/_SUCCESS", "of " + commit);
      commits.add(Map.copyOf(keys));
    }
    return commits;
  }

  private static Setting bucket() {
    return new Setting("", false, all(COMMITS), FOREIGN, 1_000, 1 << 20);
  }

  private static List<Commit> all(List<Map<String, String>> contents) {
    List<Commit> commits = new ArrayList<>();
    for (int number = 0; number < contents.size(); number++) {
      commits.add(Commit.of(number, contents.get(number)));
    }
    return commits;
  }

  private static Setting folder() {
    return new Setting("", true, all(FILES), FOREIGN, 1_000, 1 << 20);
  }

  /** Commits in which files become folders, and folders files. */
  private static final List<Map<String, String>> FILES =
      List.of(
          Map.of("a", "1", "b/x", "2", "b/y", "3", "c/_SUCCESS", "", "c/d", "4", "e", "5"),
          Map.of("a/b", "6", "a/c", "7", "b", "8", "c/_SUCCESS", "9", "c/d", "10", "f/g", "11"),
          Map.of("a", "1", "b/x/y", "12", "c", "13", "e", "5"));

  private static Setting withForeign(Setting setting) {
    Map<String, String> more = new TreeMap<>(setting.foreign());
    more.put(Setting.ROOT + "/d0/foreign", "foreign");
    more.put(Setting.ROOT + "/zz", "foreign");
    return new Setting(
        setting.name(),
        setting.folder(),
        setting.commits(),
        more,
        setting.page(),
        setting.partBytes());
  }

  /** A root where another exporter has left a marker that names a branch, not a commit. */
  private static Setting marked(Setting setting) {
    Map<String, String> more = new TreeMap<>(setting.foreign());
    more.put(Setting.ROOT + "/EXPORT_main_2026-01-01T00:00:00.000Z_SUCCESS", "");
    more.put(Setting.ROOT + "/d0/k0", "of another exporter");
    return new Setting(
        setting.name(),
        setting.folder(),
        setting.commits(),
        more,
        setting.page(),
        setting.partBytes());
  }

  private static Setting inParts(Setting setting) {
    return new Setting(
        setting.name(), setting.folder(), setting.commits(), setting.foreign(), 3, 5);
  }

  /** All scenarios. */
  static final List<Scenario> ALL =
      List.of(
          new Scenario("full", bucket(), List.of(), Order.of(0), Order.of(0)),
          new Scenario("diff", bucket(), List.of(Order.of(0)), Order.of(1), Order.of(2)),
          new Scenario("resumed", bucket(), List.of(Order.of(0)), Order.of(1), Order.of(1)),
          new Scenario("back", bucket(), List.of(Order.of(0)), Order.of(1), Order.of(0)),
          new Scenario(
              "mirror",
              withForeign(bucket()),
              List.of(Order.of(0)),
              Order.of(1).in(Mode.UNSAID).mirroring(),
              Order.of(2).in(Mode.UNSAID).mirroring()),
          new Scenario(
              "filters",
              withForeign(bucket()),
              List.of(Order.of(0).only(Order.SOME)),
              Order.of(1).only(Order.SOME),
              Order.of(2).only(Order.SOME)),
          new Scenario("marked", marked(bucket()), List.of(), Order.of(0), Order.of(1)),
          new Scenario("parts", inParts(bucket()), List.of(Order.of(0)), Order.of(1), Order.of(2)),
          new Scenario("folder", folder(), List.of(Order.of(0)), Order.of(1), Order.of(2)),
          new Scenario(
              "again",
              bucket(),
              List.of(Order.of(0)),
              Order.of(1).in(Mode.NO_RESUME),
              Order.of(2).in(Mode.UNSAID)));

  /** Scenarios of about forty objects, too many for every build. */
  private static final List<Scenario> LARGE =
      List.of(
          new Scenario("large-full", large(), List.of(), Order.of(0), Order.of(0)),
          new Scenario("large-diff", large(), List.of(Order.of(0)), Order.of(1), Order.of(2)));

  private static Setting large() {
    List<Map<String, String>> commits = new ArrayList<>();
    for (int commit = 0; commit < 3; commit++) {
      Map<String, String> keys = new TreeMap<>();
      for (int key = 0; key < 40; key++) {
        if ((key + commit) % 7 != 0) {
          keys.put("d" + key % 5 + "/k" + key, "text " + (key % 2 == 0 ? key : key + commit));
        }
      }
      keys.put("d1/_SUCCESS", "of " + commit);
      commits.add(Map.copyOf(keys));
    }
    return new Setting("", false, all(commits), FOREIGN, 1_000, 1 << 20);
  }

  static Scenario named(String name) {
    return Stream.concat(ALL.stream(), LARGE.stream())
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
