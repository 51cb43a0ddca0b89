package io.spillway.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.ledger.Marker;
import io.spillway.object.Entry;
import io.spillway.report.ExportFailedException;
import io.spillway.simulation.Disk.Held;
import io.spillway.store.Digests;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What must be so after each step. It knows all commits, and sees each change where it happens, in
 * whatever order requests arrive.
 *
 * <ul>
 *   <li>Only the export with the newest lease changes anything, and no data before its record says
 *       that it does.
 *   <li>It writes only what its commit has, deletes only what its commit has not and an export has
 *       written (or, as a mirror, anybody), and touches nothing outside of its root and ledger.
 *   <li>A {@code _SUCCESS} object is written when all data beside and below it is there.
 *   <li>A marker of SUCCESS is written when the data equals the commit.
 * </ul>
 */
final class Model {
  private static final String DATA = Setting.ROOT + "/";
  private static final String OWN = DATA + "_spillway/";
  private static final Pattern LEASE = Pattern.compile("lease/(\\d{8})\\.(json|beat)");
  private static final Pattern RECORD = Pattern.compile("exports/([^/]+)/export\\.json");

  private static final Pattern WROTE = Pattern.compile("\"wrote\"\\s*:\\s*true");

  private static final Pattern RELEASED = Pattern.compile("\"released\"\\s*:\\s*true");

  private final Setting setting;
  private final Set<String> exported;
  private @Nullable World world;
  private @Nullable Process process;
  private final Map<String, Long> newestLeases = new TreeMap<>();
  private long strayed;
  private boolean isReleased;
  private boolean hasTakenOver;

  /** Whether a ledger may have been overruled: what no record knows stays from then on. */
  private boolean isForced;

  private boolean half;
  private long changes;
  private @Nullable Throwable violation;

  Model(Setting setting) {
    this(setting, new HashSet<>());
  }

  private Model(Setting setting, Set<String> exported) {
    this.setting = setting;
    this.exported = exported;
  }

  Model copy(World other) {
    Model copy = new Model(setting, new HashSet<>(exported));
    copy.world = other;
    copy.newestLeases.putAll(newestLeases);
    copy.isForced = isForced;
    copy.strayed = strayed;
    copy.isReleased = isReleased;
    copy.hasTakenOver = hasTakenOver;
    return copy;
  }

  /** Lets a process change something. */
  <T> T during(Process changing, World.Effect<T> effect) throws IOException {
    Process before = process;
    process = changing;
    try {
      return effect.run();
    } finally {
      process = before;
    }
  }

  /** Lets an effect happen in half. */
  <T> T halfway(World.Effect<T> effect) throws IOException {
    half = true;
    try {
      return effect.run();
    } finally {
      half = false;
    }
  }

  /** How often anything has changed. */
  long changes() {
    return changes;
  }

  boolean isHalf() {
    return half;
  }

  void rethrow() {
    if (violation != null) {
      if (violation instanceof Violation broken) {
        throw broken;
      }
      throw new IllegalStateException(violation);
    }
  }

  /** A file of a lease was lost or damaged, so that nothing shows that it was given back. */
  void leaseDamaged() {
    hasTakenOver = true;
  }

  /** Whether a lease was taken that its holder had not given back, as far as can be known. */
  boolean hasTakenOver() {
    return hasTakenOver;
  }

  /**
   * Whether files that no record knows may be in the way of others: they came with a ledger that
   * was overruled, and nothing may delete them.
   */
  boolean mayBeBlocked() {
    return isForced && setting.folder();
  }

  boolean isBroken() {
    return violation != null;
  }

  void broken(String what, @Nullable Throwable cause) {
    if (violation == null) {
      Violation broken = new Violation(what);
      if (cause != null) {
        broken.initCause(cause);
      }
      violation = broken;
      if (world != null) {
        world.tell("BROKEN: " + what);
        world.processes().forEach(Process::die);
      }
    }
  }

  private World world() {
    World known = world;
    if (known == null) {
      throw new IllegalStateException("A model without a world");
    }
    return known;
  }

  /** An object was written, replaced or deleted. */
  void changed(String bucket, String key, @Nullable Held before, @Nullable Held after) {
    changes++;
    Process by = process;
    if (by == null) {
      return; // of a test, not of an export
    }
    if (!bucket.equals(setting.bucket())) {
      broken(by.name() + " changed " + bucket + "/" + key, null);
    } else if (SimulatedFolder.isHidden(key)) {
      if (!key.contains("/lease/") && !key.contains("/_lost/") && after != null) {
        requireNewest(by, key);
      }
    } else if (by.order.ledger().isPresent() && key.startsWith(ledger(by))) {
      ledgerChanged(by, key.substring(ledger(by).length()), after);
    } else if (key.startsWith(OWN)) {
      ledgerChanged(by, key.substring(OWN.length()), after);
    } else if (key.startsWith(DATA)) {
      String name = key.substring(DATA.length());
      requireNewest(by, key);
      if (Marker.isNameOfOne(name)) {
        markerChanged(by, name, after);
      } else {
        dataChanged(by, name, before, after);
      }
    } else {
      broken(by.name() + " touched " + key + ", which is outside of its root", null);
    }
  }

  private static String ledger(Process by) {
    return by.order.ledger().orElse("\0") + "/";
  }

  private void ledgerChanged(Process by, String name, @Nullable Held after) {
    Matcher lease = LEASE.matcher(name);
    if (name.startsWith("lease/") && lease.matches()) {
      leaseChanged(by, Long.parseLong(lease.group(1)), lease.group(2), after);
      return;
    }
    if (name.startsWith("exports/_lost/") && after != null) {
      return;
    }
    requireNewest(by, name);
    Matcher record = RECORD.matcher(name);
    if (record.matches() && after != null) {
      isForced |= by.order.forces();
      by.conduct.record = record.group(1);
      by.conduct.recordedWrites |= WROTE.matcher(new String(after.content(), UTF_8)).find();
    }
  }

  private void leaseChanged(Process by, long number, String kind, @Nullable Held after) {
    if (after == null) {
      if (by.conduct.lease <= number) {
        broken(by.name() + " deleted the files of lease " + number, null);
      }
      return;
    }
    if (kind.equals("json")) {
      by.conduct.lease = number;
      if (number <= newest(by)) {
        return; // of a slow creator, whose number was used before: it must not use it
      }
      hasTakenOver |= newest(by) > 0 && !isReleased;
      isReleased = false;
      newestLeases.put(by.order.ledger().orElse(""), number);
    } else if (number != by.conduct.lease) {
      broken(by.name() + " beats for lease " + number, null);
    } else if (number == newest(by)) {
      isReleased = RELEASED.matcher(new String(after.content(), UTF_8)).find();
    }
  }

  /** The highest lease of a process's ledger: an export with another knows nothing of it. */
  private long newest(Process by) {
    return newestLeases.getOrDefault(by.order.ledger().orElse(""), 0L);
  }

  /** The lease excludes all others, unless a write strayed beyond what it can exclude. */
  private void requireNewest(Process by, String key) {
    if (by.conduct.lease != newest(by) || newest(by) == 0) {
      if (by.conduct.isStraying) {
        strayed = newest(by);
      } else {
        broken(
            by.name()
                + " changed "
                + key
                + " under lease "
                + by.conduct.lease
                + " when lease "
                + newest(by)
                + " was taken",
            null);
      }
    }
  }

  private void dataChanged(Process by, String name, @Nullable Held before, @Nullable Held after) {
    by.conduct.dataChanges++;
    if (!by.conduct.recordedWrites) {
      broken(by.name() + " changed " + name + " before its record says that it does", null);
    }
    Entry wanted = target(by).entries().get(name);
    boolean selected = by.order.globs().matches(name);
    if (!selected) {
      broken(by.name() + " changed " + name + ", which its filters leave out", null);
    } else if (after != null) {
      exported.add(name);
      if (wanted == null || !isSame(wanted, after)) {
        broken(by.name() + " wrote " + name + " as its commit does not have it", null);
      }
      if (by.conduct.lease == newest(by) && strayed < by.conduct.lease) {
        requireDataBelow(by, name);
      }
    } else if (wanted != null) {
      broken(by.name() + " deleted " + name + ", which its commit has", null);
    } else if (!by.order.mirrors() && !exported.contains(name)) {
      broken(by.name() + " deleted " + name + " of another", null);
    }
  }

  private Commit target(Process by) {
    return setting.commits().get(by.order.commit());
  }

  private boolean isSame(Entry entry, Held held) {
    return Digests.md5Hex(held.content()).equals(entry.checksum())
        && (setting.folder() || held.attributes().metadata().equals(entry.metadata()));
  }

  /** A reader who finds a {@code _SUCCESS} object finds what it stands for. */
  private void requireDataBelow(Process by, String name) {
    if (!name.equals("_SUCCESS") && !name.endsWith("/_SUCCESS")) {
      return;
    }
    String folder = name.substring(0, name.length() - "_SUCCESS".length());
    target(by)
        .selected(by.order.globs())
        .forEach(
            (key, entry) -> {
              Held held = world().disk(setting.bucket()).get(DATA + key);
              boolean follows = key.endsWith("_SUCCESS");
              if (key.startsWith(folder) && !follows && (held == null || !isSame(entry, held))) {
                broken(by.name() + " wrote " + name + " before " + key, null);
              }
            });
  }

  private void markerChanged(Process by, String name, @Nullable Held after) {
    if (after == null) {
      return;
    }
    Marker marker = Marker.parse(name).orElseThrow();
    if (!marker.id().equals(target(by).id())) {
      broken(by.name() + " signed " + name + " for another commit", null);
    }
    if (!marker.success()) {
      return;
    }
    by.conduct.signed = true;
    if (strayed < by.conduct.lease) {
      Optional<String> difference = difference(by.order);
      difference.ifPresent(what -> broken(by.name() + " signed SUCCESS: " + what, null));
    }
  }

  /** Whether an export has had other filters or another ledger. */
  boolean hasOtherRules(Order order) {
    return world().processes().stream()
        .anyMatch(
            process ->
                !process.order.globs().equals(order.globs())
                    || !process.order.ledger().equals(order.ledger()));
  }

  /**
   * How a destination differs from a commit.
   *
   * @param wrong a sentence of the first key that is missing or another
   * @param there the objects that the commit does not have
   */
  private record Differences(Optional<String> wrong, Map<String, Held> there) {}

  /** What the destination lacks of what an order asks for, or empty. */
  Optional<String> missing(Order order) {
    return differences(order).wrong();
  }

  /** How the destination differs from what an order asks for, or empty. */
  Optional<String> difference(Order order) {
    Differences found = differences(order);
    return found
        .wrong()
        .or(
            () ->
                found.there().keySet().stream()
                    .filter(key -> !isForced)
                    .findFirst()
                    .map(key -> key + " is there"));
  }

  private Differences differences(Order order) {
    Map<String, Held> there = new TreeMap<>();
    for (Held held : world().disk(setting.bucket()).under(DATA)) {
      String name = held.text().substring(DATA.length());
      if (!held.text().startsWith(OWN)
          && !SimulatedFolder.isHidden(name)
          && !Marker.isNameOfOne(name)
          && order.globs().matches(name)
          && !isForeign(held, name, order)) {
        there.put(name, held);
      }
    }
    Map<String, Entry> wanted = setting.commits().get(order.commit()).selected(order.globs());
    for (Map.Entry<String, Entry> one : wanted.entrySet()) {
      Held held = there.remove(one.getKey());
      if (held == null) {
        return new Differences(Optional.of(one.getKey() + " is not there"), there);
      }
      if (!isSame(one.getValue(), held)) {
        String text = new String(held.content(), UTF_8);
        return new Differences(Optional.of(one.getKey() + " is another: " + text), there);
      }
    }
    return new Differences(Optional.empty(), there);
  }

  private boolean isForeign(Held held, String name, Order order) {
    return setting.foreign().containsKey(held.text())
        && !exported.contains(name)
        && !order.mirrors();
  }

  /** What is left of unfinished writes, or empty. */
  Optional<String> remains() {
    // An upload without parts, whose process ended before its note, costs nothing.
    if (world().disk(setting.bucket()).uploads().values().stream()
        .anyMatch(upload -> !upload.parts().isEmpty())) {
      return Optional.of("an upload is open");
    }
    return world().disk(setting.bucket()).under(OWN).stream()
        .map(Held::text)
        .filter(key -> key.contains("/tmp/"))
        .findFirst()
        .map(key -> key + " is left");
  }

  /** An export has ended by itself. */
  void ended(Process by) {
    if (by.isDead()) {
      return;
    }
    if (by.report() != null && !by.conduct.signed) {
      broken(by.name() + " reported success without a marker", null);
    }
    if (by.failure() instanceof ExportFailedException failed) {
      if (failed.report().failures().isEmpty()) {
        broken(by.name() + " failed without naming what", null);
      }
    }
    world().tell(by.name() + " ended: " + (by.report() != null ? "SUCCESS" : by.failure()));
  }
}
