package io.spillway.store.s3;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Streams many large objects at once from one bucket to another, half of them as they come and half
 * in parts, and tells the most heap that was in use.
 */
public final class StreamedMemoryProbe {
  private StreamedMemoryProbe() {}

  /** The endpoint, how many objects, the bytes of each, their MD5. */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> settings =
        Map.of(
            "fs.s3a.endpoint", arguments[0],
            "fs.s3a.access.key", "key",
            "fs.s3a.secret.key", "secret");
    int count = Integer.parseInt(arguments[1]);
    long size = Long.parseLong(arguments[2]);
    ObjectStore source = open("s3://source/", settings);
    ObjectStore store = open("s3://bucket/", settings);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    List<Future<?>> writes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String key = "object-" + i;
      Optional<String> md5 = i % 2 == 0 ? Optional.of(arguments[3]) : Optional.empty();
      Body body = read(source, key, size, md5);
      writes.add(threads.submit(() -> store.write(key, body, Attributes.NONE)));
    }
    for (Future<?> write : writes) {
      write.get();
    }
    threads.shutdown();
    long peak =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(StreamedMemoryProbe::peak)
            .sum();
    System.getLogger("probe").log(System.Logger.Level.INFO, "peak heap MiB: " + (peak >> 20));
  }

  private static ObjectStore open(String bucket, Map<String, String> settings) {
    return S3Store.open(Location.parse(bucket), Settings.of(settings), S3Limits.DEFAULT);
  }

  private static long peak(MemoryPoolMXBean pool) {
    return pool.getPeakUsage().getUsed();
  }

  /** What is read from another bucket of the same server while it is written. */
  private static Body read(ObjectStore source, String key, long size, Optional<String> md5) {
    return new Body() {
      @Override
      public long size() {
        return size;
      }

      @Override
      public Optional<String> md5() {
        return md5;
      }

      @Override
      public InputStream open() throws IOException {
        return source.open(key, 0).stream();
      }
    };
  }
}
