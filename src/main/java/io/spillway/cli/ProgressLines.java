package io.spillway.cli;

import io.spillway.report.Sizes;
import io.spillway.request.ProgressListener;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Progress for a log: a line when a step begins and every ten seconds. */
final class ProgressLines implements ProgressListener {
  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final PrintStream out;
  private final InstantSource clock;
  private String name = "";
  private boolean isRows;
  private String tables = "";
  private long objects;
  private long bytes;
  private Instant began = Instant.EPOCH;
  private Instant told = Instant.EPOCH;

  ProgressLines(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public void begins(String step, long objectsToDo, long bytesToDo) {
    begins(step, objectsToDo, bytesToDo, false);
  }

  @Override
  public void beginsRows(String step, long rows) {
    begins(step, rows, -1, true);
  }

  @Override
  public void tables(int done, int all) {
    tables = ", " + Sizes.number(done) + " of " + Sizes.number(all) + " tables";
  }

  private void begins(String step, long objectsToDo, long bytesToDo, boolean rows) {
    name = step;
    isRows = rows;
    tables = "";
    objects = objectsToDo;
    bytes = bytesToDo;
    began = clock.instant();
    told = began;
    out.println(
        "spillway: "
            + name
            + (objects < 0 ? "" : ": " + (isRows ? "about " : "") + Sizes.count(objects, unit()))
            + size(", ", bytes));
  }

  private String unit() {
    return isRows ? "row" : "object";
  }

  private static String size(String before, long bytes) {
    return bytes < 0 ? "" : before + Sizes.bytes(bytes);
  }

  @Override
  public void reached(long objectsDone, long bytesDone) {
    Instant now = clock.instant();
    if (Duration.between(told, now).compareTo(PERIOD) < 0) {
      return;
    }
    told = now;
    Duration taken = Duration.between(began, now);
    StringBuilder line =
        new StringBuilder("spillway: ").append(name).append(": ").append(Sizes.number(objectsDone));
    line.append(objects < 0 ? "" : " of " + Sizes.number(objects))
        .append(' ')
        .append(unit())
        .append('s');
    if (bytes >= 0) {
      line.append(", ").append(Sizes.bytes(bytesDone)).append(" of ").append(Sizes.bytes(bytes));
    } else if (isRows) {
      line.append(", ").append(Sizes.bytes(bytesDone)).append(" written").append(tables);
    }
    line.append(", ")
        .append(Sizes.number(objectsDone * 1000 / Math.max(1, taken.toMillis())))
        .append(' ')
        .append(unit())
        .append("s/s");
    if (bytes >= 0) {
      line.append(", ")
          .append(Sizes.bytes(bytesDone * 1000 / Math.max(1, taken.toMillis())))
          .append("/s");
    }
    double part = Fraction.of(objectsDone, objects, bytesDone, bytes);
    if (objects > 0 && part > 0 && part < 1) {
      Duration left = Duration.ofMillis((long) (taken.toMillis() * (1 - part) / part));
      line.append(", ").append(Sizes.time(left)).append(" left");
    }
    out.println(line);
  }
}
