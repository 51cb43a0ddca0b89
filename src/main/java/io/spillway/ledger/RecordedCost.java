package io.spillway.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.spillway.outcome.Cost;
import io.spillway.store.Traffic;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The cost of a run, as its record stores it.
 *
 * @param tasks requests to stores by tasks that returned a result
 * @param driver requests to stores by the driver, up to the moment of signing
 * @param taskCount the number of tasks of the rounds
 * @param taskMillis the sum of their durations
 * @param slowestTask the slowest task; absent if there was none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecordedCost(
    Stores tasks, Stores driver, long taskCount, long taskMillis, @Nullable Slowest slowestTask) {

  /**
   * Requests to stores; bytes are those of bodies.
   *
   * @param requests the number of requests of each kind, by S3's names
   * @param sent bytes over the network
   * @param received bytes over the network
   * @param copied bytes inside an object store
   * @param fileRead bytes from files
   * @param fileWritten bytes to files
   * @param retries requests that were sent again
   * @param throttles answers that asked for fewer requests
   */
  public record Stores(
      Map<String, Long> requests,
      long sent,
      long received,
      long copied,
      long fileRead,
      long fileWritten,
      long retries,
      long throttles) {
    public Stores {
      Objects.requireNonNull(requests);
    }

    private static Stores of(Traffic traffic) {
      Map<String, Long> requests = new LinkedHashMap<>();
      traffic.requests().forEach((kind, count) -> requests.put(kind.text(), count));
      return new Stores(
          requests,
          traffic.sent(),
          traffic.received(),
          traffic.copied(),
          traffic.fileRead(),
          traffic.fileWritten(),
          traffic.retries(),
          traffic.throttles());
    }
  }

  /**
   * One task.
   *
   * @param step {@code copy-1}
   * @param firstSlice the number of its first slice
   * @param lastSlice the number of its last slice
   * @param lastKey the last key that it could have; empty for an open end
   * @param objects objects that it had to settle
   * @param bytes bytes of content in them
   * @param millis its duration
   */
  public record Slowest(
      String step,
      int firstSlice,
      int lastSlice,
      String lastKey,
      long objects,
      long bytes,
      long millis) {
    private static Slowest of(Cost.Task task) {
      return new Slowest(
          task.step(),
          task.firstSlice(),
          task.lastSlice(),
          task.lastKey(),
          task.planned().objects(),
          task.planned().bytes(),
          task.millis());
    }
  }

  /** Returns a cost in its recorded form, or null if the cost is empty. */
  static @Nullable RecordedCost of(Cost cost) {
    if (cost.equals(Cost.NONE)) {
      return null;
    }
    Cost.Task slowest = cost.slowest();
    return new RecordedCost(
        Stores.of(cost.tasks()),
        Stores.of(cost.driver()),
        cost.count(),
        cost.millis(),
        slowest == null ? null : Slowest.of(slowest));
  }
}
