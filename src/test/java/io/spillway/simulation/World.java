package io.spillway.simulation;

import io.spillway.base.Location;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.TestStores;
import io.spillway.store.WriteGuard;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One destination, the stores around it, and the processes that export to it. Each request to a
 * store is a step; the {@link Act} of the process says what happens at it.
 */
final class World implements AutoCloseable {
  private static final Map<String, World> OPEN = new ConcurrentHashMap<>();
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final AtomicLong FINISHED = new AtomicLong();
  private static final long LATE = TimeUnit.SECONDS.toNanos(1);
  private static final long LATEST = Exporting.LASTS.dividedBy(6).toNanos();
  private static final long RETRY = TimeUnit.MILLISECONDS.toNanos(100);

  private final Setting setting;
  private final Baton baton;
  private final Map<String, Disk> disks;
  private final List<Process> processes = new ArrayList<>();
  private final SplittableRandom ids;
  private final Model model;
  private final long serial = NUMBER.incrementAndGet();
  private int numbers;
  private final SplittableRandom times;
  private long slowest = TimeUnit.MILLISECONDS.toNanos(20);
  private boolean isSteady = true;
  private boolean isDamaged;
  private @Nullable List<String> trace;
  private Consumer<World> afterStep = world -> {};

  /** What a store does; it takes no time. */
  interface Effect<T> {
    T run() throws IOException;
  }

  /** A world at one moment without threads. */
  record Moment(
      Setting setting, long now, Map<String, Disk> disks, Model model, int processes, long seed) {
    Moment seeded(long other) {
      return new Moment(setting, now, disks, model, processes, other);
    }
  }

  /** How often anything has changed. */
  long changes() {
    return model.changes();
  }

  /** A world before its first export. */
  World(Setting setting, long seed) {
    this(new Moment(setting, 0, setting.disks(), new Model(setting), 0, seed));
  }

  /** A world that goes on from a moment. */
  World(Moment moment) {
    this.setting = moment.setting();
    this.baton = new Baton(moment.now());
    this.disks = new TreeMap<>();
    moment.disks().forEach((name, disk) -> disks.put(name, disk.copy()));
    this.model = moment.model().copy(this);
    this.numbers = moment.processes();
    this.ids = new SplittableRandom(moment.seed() * 31 + moment.processes());
    this.times = new SplittableRandom(moment.seed() * 37 + moment.processes());
    OPEN.put(setting.name(), this);
  }

  static World of(String name) {
    World world = OPEN.get(name);
    if (world == null) {
      throw new IllegalStateException("This world has ended: " + name);
    }
    return world;
  }

  /** The moment, when nothing runs. */
  Moment moment(long seed) {
    Map<String, Disk> copies = new TreeMap<>();
    disks.forEach((name, disk) -> copies.put(name, disk.copy()));
    return new Moment(setting, baton.now(), copies, model.copy(this), numbers, seed);
  }

  /**
   * Requests take different times.
   *
   * @param longest at most so many nanoseconds, less than a fifth of a lease's time
   */
  World slow(long longest) {
    slowest = longest;
    isSteady = false;
    return this;
  }

  private long latency() {
    return isSteady ? slowest : 1 + times.nextLong(slowest) * times.nextLong(1, 100) / 100;
  }

  /** Runs something after each step, while the process that asked for it waits. */
  World afterEach(Consumer<World> step) {
    afterStep = step;
    return this;
  }

  /** Writes down what happens, from now on. */
  World tracing() {
    trace = new ArrayList<>();
    return this;
  }

  List<String> trace() {
    return trace == null ? List.of() : trace;
  }

  Setting setting() {
    return setting;
  }

  Baton baton() {
    return baton;
  }

  Model model() {
    return model;
  }

  Disk disk(String name) {
    return disks.computeIfAbsent(name, ignored -> new Disk());
  }

  /** Ids of this world, which differ from those of all other worlds in this JVM. */
  RandomGenerator ids() {
    return () ->
        ((long) ids.nextInt(1 << 8) << 56) | (serial & 0xFFFFFF) << 32 | ids.nextInt(1 << 30);
  }

  List<Process> processes() {
    return processes;
  }

  /** A process that begins after some time. */
  Process start(Act act, long after) {
    Process process = new Process(this, ++numbers, act);
    processes.add(process);
    var unused = baton.spawn(process, after, () -> Exporting.run(this, process), () -> false);
    return process;
  }

  /** Runs one export to its end, whatever that is. */
  Process run(Act act) {
    Process process = start(act, 0);
    baton.drive(
        process::hasEnded, process.act.faults().values().stream().noneMatch(Fault::freezes));
    settle();
    return process;
  }

  /** Lets the processes go on until something is so, or a promise is broken. */
  void drive(BooleanSupplier until) {
    baton.drive(() -> model.isBroken() || until.getAsBoolean(), false);
    model.rethrow();
  }

  /**
   * Loses or damages a file of the ledger: one whose loss can be noticed, or must not matter.
   *
   * @param number which, and how
   */
  void damage(int number) {
    Disk disk = disk(setting.bucket());
    List<Disk.Held> files =
        disk.under(Setting.ROOT + "/_spillway/").stream()
            .filter(file -> !file.text().contains("/tmp/"))
            .filter(file -> !SimulatedFolder.isHidden(file.text()))
            .toList();
    if (files.isEmpty()) {
      return;
    }
    Disk.Held file = files.get(number % files.size());
    int way = number / files.size() % 3;
    boolean mayGo = file.text().contains("/lease/") || file.text().contains("/outcomes/");
    if (way == 0 && mayGo) {
      // Of a lease both files, so that its number is known from the records alone.
      int end = file.text().lastIndexOf('.') + 1;
      String both = file.text().contains("/lease/") ? file.text().substring(0, end) : file.text();
      disk.under(both).forEach(one -> disk.remove(one.text()));
      tell(file.text() + " is lost");
    } else {
      int length = way == 1 ? 0 : file.content().length / 2;
      byte[] rest = Arrays.copyOf(file.content(), length);
      var unused =
          disk.put(new Disk.Held(file.text(), rest, "", file.attributes(), file.written()));
      tell(file.text() + " is cut to " + length + " bytes");
    }
    if (file.text().contains("/lease/")) {
      model.leaseDamaged();
    } else {
      isDamaged = true;
    }
  }

  /** Whether a file of the ledger was damaged that an export may need. */
  boolean isDamaged() {
    return isDamaged;
  }

  /** Lets time pass. */
  void sleep(Duration time) {
    long end = baton.now() + time.toNanos();
    baton.at(end, () -> {});
    baton.drive(() -> baton.now() >= end, false);
  }

  /** Lets the threads of dead processes end. */
  void settle() {
    if (processes.stream().anyMatch(Process::isDead)) {
      baton.reap();
      long now = baton.now();
      baton.drive(() -> baton.now() > now || baton.isQuiet(), false);
    }
    model.rethrow();
  }

  /** A request of the code that runs. */
  <T> T ask(Request request, WriteGuard guard, Effect<T> effect) throws IOException {
    Process process = baton.process();
    if (process == null) {
      if (request.verb().changes()) {
        guard.check("change " + request);
      }
      return effect.run();
    }
    process.requireLife();
    Fault fault = fate(process, process.nextRequest());
    if (fault == Fault.NONE) {
      return send(process, request, guard, effect, "");
    }
    return faulty(process, request, guard, effect, fault);
  }

  private Fault fate(Process process, int index) {
    if (index == process.act.thaws()) {
      processes.forEach(Process::thaw);
    }
    return process.act.faults().getOrDefault(index, Fault.NONE);
  }

  private <T> T faulty(
      Process process, Request request, WriteGuard guard, Effect<T> effect, Fault fault)
      throws IOException {
    switch (fault) {
      case DIES_BEFORE -> throw dying(process, request, "dies before it");
      case DIES_AND_ARRIVES_LATE -> {
        permit(guard, request);
        later(process, request, effect);
        throw dying(process, request, "dies with it on its way");
      }
      case DIES_AFTER, DIES_HALFWAY -> {
        try {
          var unused =
              fault == Fault.DIES_HALFWAY
                  ? send(process, request, guard, () -> model.halfway(effect), "dies halfway")
                  : send(process, request, guard, effect, "dies after it");
        } catch (StoreException e) {
          // the answer does not matter any more
        }
        throw dying(process, request, "is dead");
      }
      case SUSPENDED, STOPPED -> {
        freeze(process, request, fault);
        return send(process, request, guard, effect, "after it was frozen");
      }
      case STOPPED_UNDER_WAY -> {
        permit(guard, request);
        freeze(process, request, fault);
        process.conduct.isStraying = true;
        return arrive(process, request, effect, "which had been permitted before it was frozen");
      }
      case LOSES_REQUEST -> {
        permit(guard, request);
        throw answer(process, request, Reason.UNKNOWN, "no answer came (nothing was done)");
      }
      case LOSES_ANSWER -> {
        var unused = send(process, request, guard, effect, "the answer is lost");
        throw answer(process, request, Reason.UNKNOWN, "no answer came");
      }
      case ARRIVES_LATE -> {
        permit(guard, request);
        later(process, request, effect);
        throw answer(process, request, Reason.UNKNOWN, "no answer came (it arrives later)");
      }
      case SLOWS_DOWN -> {
        permit(guard, request);
        tell(process, request, "503: the client waits");
        baton.pause(RETRY, process.number);
        return send(process, request, guard, effect, "again");
      }
      case REFUSES -> throw answer(process, request, Reason.REFUSED, "503 again and again");
      case UNREACHABLE -> throw answer(process, request, Reason.UNREACHABLE, "no connection");
      case DENIES -> throw answer(process, request, Reason.DENIED, "403");
      case FINDS_NOTHING -> throw answer(process, request, Reason.NOT_FOUND, "404");
      case FINDS_ANOTHER -> throw answer(process, request, Reason.CHANGED, "412");
      case NONE -> throw new IllegalStateException();
    }
    throw new IllegalStateException(String.valueOf(fault));
  }

  private static void permit(WriteGuard guard, Request request) throws StoreException {
    if (request.verb().changes()) {
      guard.check("change " + request);
    }
  }

  private <T> T send(
      Process process, Request request, WriteGuard guard, Effect<T> effect, String note)
      throws IOException {
    permit(guard, request);
    baton.pause(latency(), process.number);
    return arrive(process, request, effect, note);
  }

  private <T> T arrive(Process process, Request request, Effect<T> effect, String note)
      throws IOException {
    try {
      T answer = model.during(process, effect);
      tell(process, request, note.isEmpty() ? "done" : "done, " + note);
      afterStep.accept(this);
      return answer;
    } catch (StoreException e) {
      tell(process, request, e.reason() + (note.isEmpty() ? "" : ", " + note));
      afterStep.accept(this);
      throw e;
    }
  }

  private <T> void later(Process process, Request request, Effect<T> effect) {
    baton.at(
        baton.now() + (isSteady ? LATE : times.nextLong(LATEST)),
        () -> {
          if (process.hasEnded() && !process.isDead()) {
            // An export does not wait for what it has no answer to before it gives its lease back.
            tell(process, request, "is lost: its process has ended");
            return;
          }
          try {
            var unused = model.during(process, effect);
            tell(process, request, "arrives late");
          } catch (IOException e) {
            tell(process, request, "arrives late, in vain");
          }
        });
  }

  private void freeze(Process process, Request request, Fault fault) {
    tell(process, request, "frozen before it");
    process.freeze(fault == Fault.SUSPENDED);
    baton.pause(0, process.number);
    tell(process, request, "thawed");
  }

  private Death dying(Process process, Request request, String how) {
    tell(process, request, how);
    process.die();
    return Death.DEATH;
  }

  private StoreException answer(Process process, Request request, Reason reason, String words) {
    tell(process, request, words);
    return new StoreException(reason, "Cannot do " + request + ": it was to be so: " + words + ".");
  }

  private void tell(Process process, Request request, String words) {
    if (trace != null) {
      trace.add(
          String.format(
              "%9.3f s  %s  lease %d  #%d %s: %s",
              baton.now() / 1e9,
              process.name(),
              process.conduct.lease,
              process.requests() - 1,
              request,
              words));
    }
  }

  /** Adds a line to the trace. */
  void tell(String words) {
    if (trace != null) {
      trace.add(String.format("%9.3f s  %s", baton.now() / 1e9, words));
    }
  }

  /** How many worlds of this JVM have ended. */
  static long finished() {
    return FINISHED.get();
  }

  /** Ends all processes, and lets go of what the JVM keeps of this world. */
  @Override
  public void close() {
    processes.forEach(Process::die);
    baton.reap();
    baton.drive(() -> false, false);
    OPEN.remove(setting.name());
    FINISHED.incrementAndGet();
    for (Location container : setting.containers()) {
      TestStores.forget(container);
    }
  }
}
