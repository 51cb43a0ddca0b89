package io.spillway.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs a process to its end and tells what it took. */
final class Child {
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final long POLL_MILLIS = 20;

  private Child() {}

  /**
   * What to run.
   *
   * @param words the command
   * @param environment more variables
   */
  record Command(List<String> words, Map<String, String> environment) {}

  /**
   * How it ended.
   *
   * @param seconds from its start to its end
   * @param cpuSeconds user and system time, to a few hundredths
   * @param peakBytes of resident memory; 0 where the system does not tell
   * @param output all that it printed
   */
  record Ended(double seconds, double cpuSeconds, long peakBytes, String output) {
    /** A number that it printed as {@code name=number}. */
    Optional<Double> number(String name) {
      Matcher found = Pattern.compile("\\b" + name + "=([0-9.]+)").matcher(output);
      return found.find() ? Optional.of(Double.valueOf(found.group(1))) : Optional.empty();
    }
  }

  /**
   * Runs it.
   *
   * @throws IOException with its output when it ends with another code than 0
   */
  static Ended run(Command command) throws IOException, InterruptedException {
    Path log = Files.createTempFile("bench-", ".log");
    try {
      ProcessBuilder builder = new ProcessBuilder(command.words());
      builder.environment().putAll(command.environment());
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      long begun = System.nanoTime();
      Process process = builder.start();
      process.getOutputStream().close();
      long peak = 0;
      Duration cpu = Duration.ZERO;
      boolean ended = false;
      while (!ended) {
        ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        peak = Math.max(peak, peak(process.pid()));
        cpu = longer(cpu, process.info().totalCpuDuration().orElse(Duration.ZERO));
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      String output = Files.readString(log, UTF_8);
      if (process.exitValue() != 0) {
        throw new IOException(
            command.words().get(0) + " ended with " + process.exitValue() + ":\n" + output);
      }
      return new Ended(seconds, cpu.toMillis() / 1e3, peak, output);
    } finally {
      Files.delete(log);
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static long peak(long pid) throws IOException {
    try {
      Matcher found =
          PEAK.matcher(Files.readString(Path.of("/proc", String.valueOf(pid), "status"), UTF_8));
      return found.find() ? Long.parseLong(found.group(1)) * 1024 : 0;
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      return 0; // it ended while it was looked at
    }
  }
}
