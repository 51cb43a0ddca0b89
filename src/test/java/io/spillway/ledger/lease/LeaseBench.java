package io.spillway.ledger.lease;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.FaultyStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import io.spillway.store.TrackingStore;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Leases in memory, on a clock that tests move. */
final class LeaseBench implements AutoCloseable {
  static final Location LEDGER = Location.parse("memory://lease-bench/root/_spillway");
  static final Duration LASTS = Duration.ofMinutes(5);
  static final LeaseTiming TIMING = LeaseTiming.lasting(LASTS);

  final MemoryStore memory = new MemoryStore("lease-bench");
  final FaultyStore faulty = new FaultyStore(memory);
  final TrackingStore tracking = new TrackingStore(faulty);
  final FakeEnvironment ticks = new FakeEnvironment();
  final List<String> notices = new ArrayList<>();
  private final TestStores.Registration registration = TestStores.register(LEDGER, tracking);

  LeaseFiles files() {
    return new LeaseFiles(new Stores(Settings.of(Map.of())), LEDGER);
  }

  Acquisition acquisition(String holder, boolean patient) {
    return new Acquisition(
        files(),
        named(holder),
        TIMING,
        waiting(patient, notices::add),
        ticks,
        Lease.RecordedLeases.NONE);
  }

  /** Nothing is known of its process. */
  static LeaseHolder named(String holder) {
    return new LeaseHolder(holder, Optional.empty(), false);
  }

  /** What a lease's own file says, of an export elsewhere. */
  static Lease.Waiting waiting(boolean patient, Consumer<String> notice) {
    return new Lease.Waiting(patient, notice, () -> false);
  }

  static LeaseRecord record(long number, String holder) {
    return LeaseRecord.of(number, named(holder), LASTS, new FakeEnvironment());
  }

  Lease take(String holder) throws IOException {
    return acquisition(holder, false).take();
  }

  Lease waitFor(String holder) throws IOException {
    return acquisition(holder, true).take();
  }

  static String key(String name) {
    return "root/_spillway/lease/" + name;
  }

  void put(String name, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    memory.write(key(name), Body.of(bytes), Attributes.NONE);
  }

  String read(String name) throws IOException {
    try (OpenObject open = memory.open(key(name), 0)) {
      return new String(open.stream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  List<String> names() {
    return listed().map(key -> key.substring(key("").length())).toList();
  }

  private Stream<String> listed() {
    Iterable<StoredObject> all = () -> memory.list(key(""));
    return StreamSupport.stream(all.spliterator(), false).map(object -> object.key());
  }

  @Override
  public void close() {
    registration.close();
  }
}
