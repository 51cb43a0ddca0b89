package io.spillway;

import io.spillway.cli.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Remembers how far an export is, for whoever looks now and then, on any thread: a notebook, say,
 * that shows it while another thread waits for the export.
 */
public final class ExportProgress implements ProgressListener {
  private volatile List<Step> steps = List.of();

  /** A listener that was told nothing yet. */
  public ExportProgress() {}

  @Override
  public void begins(String name, long objects, long bytes) {
    add(Step.of(name, objects, bytes));
  }

  @Override
  public void beginsRows(String name, long rows) {
    add(Step.ofRows(name, rows));
  }

  private void add(Step step) {
    List<Step> more = new ArrayList<>(steps);
    more.add(step);
    steps = List.copyOf(more);
  }

  @Override
  public void reached(long objects, long bytes) {
    replaceLast(last().reached(objects, bytes));
  }

  @Override
  public void ends() {
    replaceLast(last().ended());
  }

  private Step last() {
    return steps.get(steps.size() - 1);
  }

  private void replaceLast(Step step) {
    List<Step> more = new ArrayList<>(steps);
    more.set(more.size() - 1, step);
    steps = List.copyOf(more);
  }

  /** An HTML table of the steps so far, with a bar each. */
  public String toHtml() {
    return Step.html(steps);
  }

  /** The steps so far, a line each. */
  @Override
  public String toString() {
    return steps.stream().map(Step::text).collect(Collectors.joining("\n"));
  }
}
