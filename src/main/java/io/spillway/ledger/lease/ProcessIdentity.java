package io.spillway.ledger.lease;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a process of a Linux machine, unique across machines and times.
 *
 * @param host the machine's name
 * @param boot the kernel's id of the current boot
 * @param namespace of the pid, because containers of one machine number their processes separately
 * @param user whose processes this one can always see, even if those of other users are hidden
 * @param started in kernel ticks since boot, because pids are reused
 */
record ProcessIdentity(
    String host, String boot, String namespace, long user, long pid, long started) {
  private static final Path PROC = Path.of("/proc");
  private static final int STATE = 0;
  private static final int THREADS = 17;
  private static final int STARTED = 19;

  /** Returns the identity of this process, or empty if any part of it is unavailable. */
  static Optional<ProcessIdentity> current() {
    return current(PROC);
  }

  static Optional<ProcessIdentity> current(Path proc) {
    try {
      Path self = proc.resolve("self");
      String boot = text(proc.resolve("sys/kernel/random/boot_id"));
      String namespace = Files.readSymbolicLink(self.resolve("ns/pid")).toString();
      String stat = text(self.resolve("stat"));
      long pid = Long.parseLong(stat.substring(0, stat.indexOf(' ')));
      return boot.isEmpty() || namespace.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new ProcessIdentity(
                  InetAddress.getLocalHost().getHostName(),
                  boot,
                  namespace,
                  ((Number) Files.getAttribute(self.resolve("stat"), "unix:uid")).longValue(),
                  pid,
                  Long.parseLong(fields(stat)[STARTED])));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
  }

  /**
   * Returns the fields after the command, which is in parentheses and may contain any character.
   */
  private static String[] fields(String stat) {
    return stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
  }

  /**
   * Returns whether another process has provably ended: it ran on this machine during the current
   * boot, in this process's namespace and as the same user, and no longer exists. Returns false if
   * any of this is unknown.
   */
  boolean knowsDead(ProcessIdentity other) {
    return knowsDead(other, PROC);
  }

  boolean knowsDead(ProcessIdentity other, Path proc) {
    boolean isNear =
        host.equals(other.host)
            && boot.equals(other.boot)
            && namespace.equals(other.namespace)
            && user == other.user;
    return isNear && !isRunning(other, proc);
  }

  private static boolean isRunning(ProcessIdentity other, Path proc) {
    String stat;
    try {
      // Reading this process's own entry proves that processes are visible.
      String unused = text(proc.resolve("self/stat"));
      stat = text(proc.resolve(Long.toString(other.pid)).resolve("stat"));
    } catch (NoSuchFileException e) {
      return !Files.exists(proc.resolve("self/stat"));
    } catch (IOException | RuntimeException e) {
      return true;
    }
    try {
      String[] fields = fields(stat);
      boolean isSame = Long.parseLong(fields[STARTED]) == other.started;
      boolean isLeftover = "ZX".contains(fields[STATE]) && Long.parseLong(fields[THREADS]) <= 1;
      return isSame && !isLeftover;
    } catch (RuntimeException e) {
      return true;
    }
  }

  ObjectNode json() {
    ObjectNode json = LeaseJson.object();
    json.put("host", host);
    json.put("boot", boot);
    json.put("namespace", namespace);
    json.put("user", user);
    json.put("pid", pid);
    json.put("started", started);
    return json;
  }

  /** Returns the identity, or empty if a field is missing. */
  static Optional<ProcessIdentity> of(@Nullable JsonNode json) {
    if (json == null || !isWhole(json)) {
      return Optional.empty();
    }
    return Optional.of(
        new ProcessIdentity(
            json.path("host").textValue(),
            json.path("boot").textValue(),
            json.path("namespace").textValue(),
            json.path("user").longValue(),
            json.path("pid").longValue(),
            json.path("started").longValue()));
  }

  private static boolean isWhole(JsonNode json) {
    return LeaseJson.text(json, "host").isPresent()
        && LeaseJson.text(json, "boot").isPresent()
        && LeaseJson.text(json, "namespace").isPresent()
        && json.path("user").isIntegralNumber()
        && json.path("pid").isIntegralNumber()
        && json.path("started").isIntegralNumber();
  }
}
