package io.spillway.round;

import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Compares a few slices. What it finds comes as somebody asks for it, so that memory holds little
 * of it however much differs.
 */
final class VerifyTask implements FlatMapFunction<Iterator<byte[]>, byte[]> {
  private static final long serialVersionUID = 1L;

  private final VerifyJob job;
  private final int kept;
  private final LongAccumulator objects;
  private final LongAccumulator broken;

  /**
   * @param kept how many differences of a task to keep, where not all are wanted
   * @param broken how many tasks could not do their work
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

  /** Of all packs, one after the other. */
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
        check = begin(Wire.decode(packs.next(), Pack.class));
        current = check;
      }
      Checked part = check.next();
      objects.add(part.verified().entries());
      broken.add(part.isBroken() ? 1 : 0);
      return Wire.encode(part);
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
