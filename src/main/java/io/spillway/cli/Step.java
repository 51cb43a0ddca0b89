package io.spillway.cli;

import java.util.List;

/**
 * How far a step of an export is, for people.
 *
 * @param name {@code planning}, {@code round 1 of 2}
 * @param objects to do in it, or -1 where nobody knows
 * @param bytes to do in it, or -1
 * @param objectsDone of those
 * @param bytesDone of those
 * @param over whether it has ended, well or not
 * @param unit what is counted, in the singular
 */
public record Step(
    String name,
    long objects,
    long bytes,
    long objectsDone,
    long bytesDone,
    boolean over,
    String unit) {

  /** A step that begins. */
  public static Step of(String name, long objects, long bytes) {
    return new Step(name, objects, bytes, 0, 0, false, "object");
  }

  /** A step that begins and writes rows. */
  public static Step ofRows(String name, long rows) {
    return new Step(name, rows, -1, 0, 0, false, "row");
  }

  /** The same when it is that far. */
  public Step reached(long objectsNow, long bytesNow) {
    return new Step(name, objects, bytes, objectsNow, bytesNow, over, unit);
  }

  /** The same when it has ended. */
  public Step ended() {
    return new Step(name, objects, bytes, objectsDone, bytesDone, true, unit);
  }

  /** {@code round 1 of 2: 120 of 252 objects, 3.4 MiB of 65.2 MiB}. */
  public String text() {
    return name + ": " + reached();
  }

  /** All steps as one HTML table, with a bar each. */
  public static String html(List<Step> steps) {
    StringBuilder rows = new StringBuilder();
    steps.forEach(step -> rows.append(step.row()));
    return Html.table(rows.toString());
  }

  private String row() {
    return Html.row(Html.cell(Html.text(name)) + Html.cell(bar()) + Html.cell(reached()));
  }

  private String reached() {
    return (objects < 0
            ? Sizes.count(objectsDone, unit)
            : Sizes.number(objectsDone) + " of " + Sizes.count(objects, unit))
        + (bytes < 0 ? "" : ", " + Sizes.bytes(bytesDone) + " of " + Sizes.bytes(bytes));
  }

  /** Moves to and fro while nobody knows how much there is to do. */
  private String bar() {
    if (objects < 0 && !over) {
      return "<progress></progress>";
    }
    long all = Math.max(1, objects < 0 ? objectsDone : objects);
    boolean full = over && objectsDone >= objects;
    return "<progress max=\"" + all + "\" value=\"" + (full ? all : objectsDone) + "\"></progress>";
  }
}
