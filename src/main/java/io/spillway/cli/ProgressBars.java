package io.spillway.cli;

import io.spillway.report.Sizes;
import io.spillway.request.ProgressListener;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress on a terminal: a bar for each step, with objects, bytes, rate and time left. */
final class ProgressBars implements ProgressListener {
  private static final int PERIOD_MILLIS = 200;

  private final PrintStream out;
  private @Nullable ProgressBar bar;
  private long bytes;
  private boolean isRows;
  private String tables = "";

  ProgressBars(PrintStream out) {
    this.out = out;
  }

  @Override
  public void beginsRows(String step, long rows) {
    begins(step, rows, -1);
    isRows = true;
  }

  @Override
  public void tables(int done, int all) {
    tables = ", " + Sizes.number(done) + " of " + Sizes.number(all) + " tables";
  }

  @Override
  public void begins(String step, long objectsToDo, long bytesToDo) {
    bytes = bytesToDo;
    isRows = false;
    tables = "";
    bar =
        new ProgressBarBuilder()
            .setTaskName(step)
            .setInitialMax(objectsToDo)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(PERIOD_MILLIS)
            .setConsumer(new ConsoleProgressBarConsumer(out))
            .showSpeed()
            .build();
  }

  @Override
  public void reached(long objectsDone, long bytesDone) {
    ProgressBar current = bar;
    if (current != null) {
      current.stepTo(objectsDone);
      if (isRows) {
        current.setExtraMessage(" rows, " + Sizes.bytes(bytesDone) + tables);
      } else if (bytes >= 0) {
        current.setExtraMessage(" " + Sizes.bytes(bytesDone) + " of " + Sizes.bytes(bytes));
      }
    }
  }

  @Override
  public void ends() {
    ProgressBar current = bar;
    if (current != null) {
      current.close();
      bar = null;
    }
  }
}
