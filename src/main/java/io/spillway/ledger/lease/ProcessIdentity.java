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
 * A process of a Linux machine, such that no other process at any time or place is equal to it.
 *
 * @param host the machine's name
 * @param boot the kernel's id of the time since the machine was started
 * @param namespace of the pid: containers of one machine number their processes each for themselves
 * @param user whose processes this one can see in any case, also where others are hidden
 * @param started in ticks of the kernel since the machine was started: pids come again
 */
record ProcessIdentity(
    String host, String boot, String namespace, long user, long pid, long started) {
  private static final Path PROC = Path.of("/proc");
  private static final int STATE = 0;
  private static final int THREADS = 17;
  private static final int STARTED = 19;

  /** Returns this process; nothing where any of it cannot be learnt. */
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

  /** Returns the fields after the command, which stands in parentheses and may hold anything. */
  private static String[] fields(String stat) {
    return stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
  }

  /**
   * Returns whether another process has ended for certain: it ran on this machine since it was
   * started, in this process's namespace and as the same user, and it is not there any more. False
   * where anything is not known.
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
      // That this process is shown proves that there are processes to see.
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

  /** Nothing when a field is missing. */
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
