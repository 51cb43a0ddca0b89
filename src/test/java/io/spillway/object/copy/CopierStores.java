package io.spillway.object.copy;

import static io.spillway.store.FaultyStore.Fault.DENIED;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.destination.Prefix;
import io.spillway.ledger.ExportId;
import io.spillway.object.Entry;
import io.spillway.object.ReadMode;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.Digests;
import io.spillway.store.FaultyStore;
import io.spillway.store.OpenObject;
import io.spillway.store.RequestKind;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import io.spillway.store.TrackingStore;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A source and a destination in memory, whose faults and requests tests see. */
abstract class CopierStores {
  static final Map<String, String> OWNER = Map.of("owner", "team-a");
  static final Location LAKE = Location.parse("memory://copier-lake/repo");
  static final Location ROOT = Location.parse("memory://copier-out/root");

  FaultyStore lake;
  FaultyStore out;
  FaultyStore throughServer;
  TrackingStore lakeRequests;
  TrackingStore outRequests;
  MemoryStore lakeMemory;
  MemoryStore outMemory;
  List<TestStores.Registration> registrations;

  @BeforeEach
  void makeStores() {
    lakeMemory = new MemoryStore("copier-lake");
    outMemory = new MemoryStore("copier-out");
    lake = new FaultyStore(lakeMemory);
    out = new FaultyStore(outMemory);
    throughServer = new FaultyStore(lakeMemory);
    lakeRequests = new TrackingStore(lake);
    outRequests = new TrackingStore(out);
    registrations =
        List.of(TestStores.register(LAKE, lakeRequests), TestStores.register(ROOT, outRequests));
  }

  @AfterEach
  void removeStores() {
    registrations.forEach(TestStores.Registration::close);
  }

  Entry put(String key, String content) {
    try {
      lakeMemory.write("repo/data/" + key, body(content), Attributes.NONE);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return MemorySource.entry(key, bytes.length, Digests.md5Hex(bytes), OWNER);
  }

  static Entry withChecksum(Entry entry, String checksum) {
    return MemorySource.entry(entry.path(), entry.size(), checksum, entry.metadata());
  }

  /** From now on the destination reaches no other store. */
  void stream() {
    out.inject(DENIED, RequestKind.COPY, key -> true);
  }

  String arrived(String key) throws IOException {
    try (OpenObject open = outMemory.open("root/" + key, 0)) {
      return new String(open.stream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  Copier copier() {
    return copier(ReadMode.AUTO);
  }

  Copier copier(ReadMode mode) {
    Stores stores = new Stores(Settings.of(Map.of()));
    ExportId id = ExportId.next(Clock.systemUTC(), RandomGenerator.getDefault());
    Prefix prefix = Prefix.of(ROOT, new Location("nowhere", "x", ""), stores, id);
    return new Copier(
        new MemorySource(throughServer, LAKE), stores, prefix, MetadataPolicy.STRICT, mode);
  }

  static Body body(String content) {
    return Body.of(content.getBytes(StandardCharsets.UTF_8));
  }
}
