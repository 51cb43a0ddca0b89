package io.spillway.object.verify;

import io.spillway.object.round.Pack;
import io.spillway.spark.SerializedValues;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * A task that compares a few slices. It produces results on demand, so that memory holds few of
 * them however many differences there are.
 */
final class VerifyTask implements FlatMapFunction<Iterator<byte[]>, byte[]> {
  private static final long serialVersionUID = 1L;

  private final VerifyJob job;
  private final int kept;
  private final LongAccumulator objects;
  private final LongAccumulator broken;

  /**
   * Creates a task.
   *
   * @param kept the maximum number of differences of a task to keep, if not all are requested
   * @param broken counts tasks that failed
   */
  VerifyTask(VerifyJob job, int kept, LongAccumulator objects, LongAccumulator broken) {
    this.job = job;
    this.kept = kept;
    this.objects = objects;
    this.broken = broken;
  }

  @Override
  public Iterator<byte[]> call(Iterator<byte[]> packs) {
    return new Parts(packs);
  }

  /** The parts of all packs, one pack after another. */
  private final class Parts implements Iterator<byte[]> {
    private final Iterator<byte[]> packs;
    private @Nullable PackCheck current;

    Parts(Iterator<byte[]> packs) {
      this.packs = packs;
    }

    @Override
    public boolean hasNext() {
      return (current != null && current.hasNext()) || packs.hasNext();
    }

    @Override
    public byte[] next() {
      PackCheck check = current;
      if (check == null || !check.hasNext()) {
        check = begin(SerializedValues.decode(packs.next(), Pack.class));
        current = check;
      }
      VerifyTaskResult part = check.next();
      objects.add(part.verified().entries());
      broken.add(part.isBroken() ? 1 : 0);
      return SerializedValues.encode(part);
    }
  }

  private PackCheck begin(Pack pack) {
    PackCheck check = new PackCheck(job, pack, kept);
    TaskContext task = TaskContext.get();
    if (task != null) {
      TaskCompletionListener end = ended -> check.close();
      task.addTaskCompletionListener(end);
    }
    return check;
  }
}
