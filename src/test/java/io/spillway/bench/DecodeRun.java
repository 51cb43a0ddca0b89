package io.spillway.bench;

import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import io.spillway.source.lakefs.metadata.MetadataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads range files with one thread and prints how many entries that gave in a second. */
final class DecodeRun {
  private static final int PASSES = 5;

  private DecodeRun() {}

  /** Argument: a folder with range files. */
  public static void main(String[] arguments) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(arguments[0]))) {
      files = all.sorted().toList();
    }
    double best = 0;
    for (int pass = 0; pass < PASSES; pass++) {
      best = Math.max(best, pass(files));
    }
    System.out.printf(Locale.ROOT, "bench: phase=1 rate=%.0f%n", best);
  }

  private static double pass(List<Path> files) throws IOException {
    long begun = System.nanoTime();
    long entries = 0;
    long bytes = 0;
    for (Path path : files) {
      try (MetadataFile file = MetadataFile.open(path, path.getFileName().toString());
          MetadataFile.Cursor<Entry> cursor = file.entries(Bytes.EMPTY)) {
        for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
          entries++;
          bytes += entry.size();
        }
      }
    }
    if (bytes < entries) {
      throw new IOException("The entries have no sizes");
    }
    return entries / ((System.nanoTime() - begun) / 1e9);
  }
}
