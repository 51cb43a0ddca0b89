package io.spillway.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Counts the connections to a port that stand at once, where the system tells. */
final class Connections {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
  private static final String ESTABLISHED = "01";
  private static final long POLL_MILLIS = 200;

  private final String port;
  private volatile long most;

  private Connections(int port) {
    this.port = String.format(Locale.ROOT, ":%04X", port);
  }

  /** Watches until this JVM ends. */
  static Connections to(int port) {
    Connections connections = new Connections(port);
    if (TABLES.stream().anyMatch(Files::isReadable)) {
      Thread thread = new Thread(connections::watch, "connections");
      thread.setDaemon(true);
      thread.start();
    }
    return connections;
  }

  /** The most that stood at once so far. */
  long most() {
    return most;
  }

  private void watch() {
    try {
      while (true) {
        most = Math.max(most, now());
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException | IOException e) {
      // What was counted is counted.
    }
  }

  private long now() throws IOException {
    long count = 0;
    for (Path table : TABLES) {
      if (Files.isReadable(table)) {
        try (Stream<String> lines = Files.lines(table, StandardCharsets.UTF_8)) {
          count += lines.map(line -> line.strip().split("\\s+")).filter(this::isOne).count();
        }
      }
    }
    return count;
  }

  private boolean isOne(String[] columns) {
    return columns.length > 3 && columns[2].endsWith(port) && columns[3].equals(ESTABLISHED);
  }
}
