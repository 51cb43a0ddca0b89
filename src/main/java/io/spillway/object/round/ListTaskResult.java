package io.spillway.object.round;

import io.spillway.object.plan.PlannedAction;
import io.spillway.object.plan.Preview;
import io.spillway.object.plan.Step;
import io.spillway.spark.SerializedValues;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Some actions of a step in key order, as they are sent from a worker to the driver. The last
 * result of a task has the preview of all its actions instead.
 */
final class ListTaskResult implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String[] keys;
  private final long[] sizes;
  private final @Nullable Preview preview;

  private ListTaskResult(String[] keys, long[] sizes, @Nullable Preview preview) {
    this.keys = keys;
    this.sizes = sizes;
    this.preview = preview;
  }

  static ListTaskResult of(Preview preview) {
    return new ListTaskResult(new String[0], new long[0], preview);
  }

  /** A collector of actions. It holds the current chunk as it is, and earlier ones encoded. */
  static final class Collector {
    private static final int CHUNK = 1_000;

    private final List<byte[]> chunks = new ArrayList<>();
    private final List<String> keys = new ArrayList<>(CHUNK);
    private final long[] sizes = new long[CHUNK];

    void add(String key, long size) {
      sizes[keys.size()] = size;
      keys.add(key);
      if (keys.size() == CHUNK) {
        cut();
      }
    }

    private void cut() {
      if (!keys.isEmpty()) {
        long[] own = Arrays.copyOf(sizes, keys.size());
        chunks.add(
            SerializedValues.encode(new ListTaskResult(keys.toArray(String[]::new), own, null)));
        keys.clear();
      }
    }

    /** Returns all chunks, followed by the preview. */
    List<byte[]> finish(Preview preview) {
      cut();
      chunks.add(SerializedValues.encode(of(preview)));
      return chunks;
    }
  }

  /** Passes the actions to a consumer, one by one. */
  void tell(Step step, Consumer<PlannedAction> actions) {
    for (int i = 0; i < keys.length; i++) {
      actions.accept(new PlannedAction(step.act(), keys[i], sizes[i], step.round()));
    }
  }

  /** Returns the preview of the task's actions, which is empty before its last result. */
  Preview preview(Step step) {
    return preview == null ? Preview.none(step.name()) : preview;
  }
}
