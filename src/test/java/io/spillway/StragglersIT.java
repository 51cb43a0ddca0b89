package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.report.ExportFailedException;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ForwardingStore;
import io.spillway.store.ObjectStore;
import io.spillway.store.Stores;
import io.spillway.store.TestStores;
import io.spillway.store.WrittenObject;
import io.spillway.store.memory.MemoryStore;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Spark gives a job up while some of its tasks still have requests in flight. */
class StragglersIT {
  private static final MemoryStore OUT = new MemoryStore("stragglers-out");
  private static final int LONG_ENOUGH_SECONDS = 3;

  /** One worker dies at whatever it writes down, while another copies {@code slow}. */
  private static final class Straggling extends ForwardingStore {
    private final CountDownLatch copying = new CountDownLatch(1);
    private final CountDownLatch signed = new CountDownLatch(1);
    private volatile boolean tooEarly;

    Straggling() {
      super(OUT);
    }

    @Override
    public WrittenObject copy(
        ObjectStore source,
        String sourceKey,
        String ifMatch,
        long size,
        String key,
        Attributes attributes)
        throws IOException {
      if (key.equals("slow")) {
        copying.countDown();
        tooEarly |= await(signed);
      }
      return super.copy(source, sourceKey, ifMatch, size, key, attributes);
    }

    @Override
    public WrittenObject write(String key, Body body, Attributes attributes) throws IOException {
      if (key.contains("/outcomes/")) {
        await(copying);
        throw new AssertionError("injected: this worker dies");
      }
      return super.write(key, body, attributes);
    }

    @Override
    public boolean create(String key, byte[] content, Attributes attributes) throws IOException {
      if (key.startsWith("EXPORT_")) {
        signed.countDown();
      }
      return super.create(key, content, attributes);
    }

    private static boolean await(CountDownLatch latch) {
      try {
        return latch.await(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void shouldNotSignNorGiveTheLeaseBackWhileAWorkerStillWrites() {
    Stores stores = new Stores(Settings.of(Map.of()));
    Straggling store = new Straggling();
    try (Sandbox sandbox = Sandbox.start(Sandbox.options().ranges(1, 1).stores(stores));
        TestStores.Registration registered = TestStores.register(OUT.container(), store)) {
      // Given: one task for each of two objects
      Repo repo = sandbox.createRepository("lake", new Location("memory", "stragglers", "lake"));
      Branch main = repo.branch("main");
      main.put("fast", "1".getBytes(StandardCharsets.UTF_8));
      main.put("slow", "1".getBytes(StandardCharsets.UTF_8));
      main.commit("first");
      ApiClient server = new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey());
      Exporter exporter =
          new Exporter(
              TestSpark.session(),
              server,
              new SparkFilter(),
              "lake",
              "memory://stragglers-out/",
              1);

      // When
      ExportFailedException failure =
          catchThrowableOfType(
              ExportFailedException.class, () -> exporter.exportAllFromBranch("main"));

      // Then
      assertThat(failure).hasMessageContaining("Spark did not finish round 1");
      assertThat(store.copying.getCount()).as("slow was being copied").isZero();
      assertThat(store.tooEarly).as("signed before slow was copied").isFalse();
    }
  }
}
