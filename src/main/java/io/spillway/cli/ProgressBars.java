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

  /** The whole of a step whose bytes are known, in thousandths. */
  private static final int WHOLE = 1_000;

  private final PrintStream out;
  private @Nullable ProgressBar bar;
  private long objects;
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
    objects = objectsToDo;
    bytes = bytesToDo;
    isRows = false;
    tables = "";
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName(step)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(PERIOD_MILLIS)
            .setConsumer(new ConsoleProgressBarConsumer(out));
    bar =
        isByBytes()
            ? builder.setInitialMax(WHOLE).setUnit("%", WHOLE / 100).build()
            : builder.setInitialMax(objectsToDo).showSpeed().build();
  }

  private boolean isByBytes() {
    return bytes > 0;
  }

  @Override
  public void reached(long objectsDone, long bytesDone) {
    ProgressBar current = bar;
    if (current != null) {
      double part = Fraction.of(objectsDone, objects, bytesDone, bytes);
      current.stepTo(isByBytes() ? Math.round(WHOLE * part) : objectsDone);
      if (isRows) {
        current.setExtraMessage(" rows, " + Sizes.bytes(bytesDone) + tables);
      } else if (isByBytes()) {
        current.setExtraMessage(
            " "
                + Sizes.number(objectsDone)
                + "/"
                + Sizes.number(objects)
                + ", "
                + Sizes.bytes(bytesDone)
                + "/"
                + Sizes.bytes(bytes));
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
