package io.spillway;

import io.spillway.report.ProgressStep;
import io.spillway.request.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The progress of an export. Any thread may read it: for example, a notebook shows it while another
 * thread waits for the export.
 */
public final class ExportProgress implements ProgressListener {
  private volatile List<ProgressStep> steps = List.of();

  private final ProgressListener next;

  /** Creates a listener without steps. */
  public ExportProgress() {
    this(ProgressListener.NONE);
  }

  /** Creates a listener without steps that forwards every event to another listener. */
  ExportProgress(ProgressListener next) {
    this.next = next;
  }

  /** Returns the steps so far, in order. */
  public List<ProgressStep> steps() {
    return steps;
  }

  @Override
  public void begins(String name, long objects, long bytes) {
    add(ProgressStep.of(name, objects, bytes));
    next.begins(name, objects, bytes);
  }

  @Override
  public void beginsRows(String name, long rows) {
    add(ProgressStep.ofRows(name, rows));
    next.beginsRows(name, rows);
  }

  @Override
  public void tables(int done, int all) {
    next.tables(done, all);
  }

  private void add(ProgressStep step) {
    List<ProgressStep> more = new ArrayList<>(steps);
    more.add(step);
    steps = List.copyOf(more);
  }

  @Override
  public void reached(long objects, long bytes) {
    replaceLast(last().reached(objects, bytes));
    next.reached(objects, bytes);
  }

  @Override
  public void ends() {
    replaceLast(last().ended());
    next.ends();
  }

  private ProgressStep last() {
    return steps.get(steps.size() - 1);
  }

  private void replaceLast(ProgressStep step) {
    List<ProgressStep> more = new ArrayList<>(steps);
    more.set(more.size() - 1, step);
    steps = List.copyOf(more);
  }

  /** Returns the steps so far as an HTML table, with one bar per step. */
  public String toHtml() {
    return ProgressStep.html(steps);
  }

  /** Returns the steps so far, one per line. */
  @Override
  public String toString() {
    return steps.stream().map(ProgressStep::text).collect(Collectors.joining("\n"));
  }
}
