package io.spillway.store.s3;

import io.spillway.Location;
import io.spillway.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes many large objects at once, half of them as they come and half in parts, and tells the
 * most heap that was in use. Their bytes are zeros that nobody holds.
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
    ObjectStore store =
        S3Store.open(Location.parse("s3://bucket/"), Settings.of(settings), S3Limits.DEFAULT);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    List<Future<?>> writes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String key = "object-" + i;
      Body body = zeros(size, i % 2 == 0 ? Optional.of(arguments[3]) : Optional.empty());
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

  private static long peak(MemoryPoolMXBean pool) {
    return pool.getPeakUsage().getUsed();
  }

  private static Body zeros(long size, Optional<String> md5) {
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
      public InputStream open() {
        return new Zeros(size);
      }
    };
  }

  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long size) {
      this.left = size;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] bytes, int from, int count) {
      int given = (int) Math.min(count, left);
      left -= given;
      Arrays.fill(bytes, from, from + given, (byte) 0);
      return given == 0 && count > 0 ? -1 : given;
    }
  }
}
