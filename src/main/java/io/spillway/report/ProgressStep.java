package io.spillway.report;

import java.util.List;

/**
 * The progress of a step of an export, for people.
 *
 * @param name {@code planning}, {@code round 1 of 2}
 * @param objects the number of objects or rows in the step, or -1 if unknown
 * @param bytes the number of bytes in the step, or -1 if unknown
 * @param objectsDone the number of those objects or rows that are done
 * @param bytesDone the number of those bytes that are done
 * @param over whether the step has ended, with or without success
 * @param unit of {@code objects}, in the singular
 */
public record ProgressStep(
    String name,
    long objects,
    long bytes,
    long objectsDone,
    long bytesDone,
    boolean over,
    String unit) {

  /** Returns a new step of objects. */
  public static ProgressStep of(String name, long objects, long bytes) {
    return new ProgressStep(name, objects, bytes, 0, 0, false, "object");
  }

  /** Returns a new step of rows. */
  public static ProgressStep ofRows(String name, long rows) {
    return new ProgressStep(name, rows, -1, 0, 0, false, "row");
  }

  /** Returns a copy with updated progress. */
  public ProgressStep reached(long objectsNow, long bytesNow) {
    return new ProgressStep(name, objects, bytes, objectsNow, bytesNow, over, unit);
  }

  /** Returns a copy that has ended. */
  public ProgressStep ended() {
    return new ProgressStep(name, objects, bytes, objectsDone, bytesDone, true, unit);
  }

  /** Returns the progress as {@code round 1 of 2: 120 of 252 objects, 3.4 MiB of 65.2 MiB}. */
  public String text() {
    return name + ": " + reached();
  }

  /** Returns all steps as one HTML table, with one bar per step. */
  public static String html(List<ProgressStep> steps) {
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

  /** Returns a bar, which is indeterminate while the number of objects is unknown. */
  private String bar() {
    if (objects < 0 && !over) {
      return "<progress></progress>";
    }
    long all = Math.max(1, objects < 0 ? objectsDone : objects);
    boolean full = over && objectsDone >= objects;
    return "<progress max=\"" + all + "\" value=\"" + (full ? all : objectsDone) + "\"></progress>";
  }
}
