package io.spillway.ledger;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.outcome.Cost;
import io.spillway.outcome.Tally;
import io.spillway.store.Traffic;
import io.spillway.store.Traffic.Group;
import io.spillway.store.Traffic.Kind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cost of a run in JSON, as its record stores it and reports print it.
 *
 * @param tasks requests to stores by tasks that returned a result
 * @param driver requests to stores by the driver, up to the moment of signing
 * @param taskCount the number of tasks of the rounds
 * @param taskMillis the sum of their durations
 * @param slowestTask the slowest task; absent if there was none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecordedCost(
    Counts tasks, Counts driver, long taskCount, long taskMillis, @Nullable Slowest slowestTask) {

  public RecordedCost {
    Objects.requireNonNull(tasks);
    Objects.requireNonNull(driver);
  }

  /**
   * Counts of requests and bytes: an object {@code requests}, with the kinds that occurred, and a
   * field for each other kind.
   */
  public record Counts(Traffic traffic) {
    private static final String REQUESTS = "requests";

    /** The order of fields in the format: those that it has always begun with, then all others. */
    private static final List<Kind> FIELDS =
        Stream.concat(Stream.of(Kind.SENT, Kind.RECEIVED, Kind.COPIED), Stream.of(Kind.values()))
            .distinct()
            .toList();

    /**
     * Returns the counts in a JSON object, without those of kinds that this version does not know.
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Counts read(ObjectNode json) {
      JsonNode requests = json.path(REQUESTS);
      if (!requests.isObject()) {
        throw new IllegalArgumentException("Invalid counts: no requests");
      }
      Map<Kind, Long> counts = new EnumMap<>(Kind.class);
      for (Kind kind : Kind.values()) {
        boolean isRequest = kind.group() == Group.REQUESTS;
        counts.put(kind, RecordFile.count(isRequest ? requests : json, kind.json(), isRequest));
      }
      return new Counts(Traffic.of(counts));
    }

    /** Returns the counts as a JSON object. */
    @JsonValue
    ObjectNode json() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      ObjectNode requests = json.putObject(REQUESTS);
      for (Kind kind : FIELDS) {
        long count = traffic.count(kind);
        if (kind.group() != Group.REQUESTS) {
          json.put(kind.json(), count);
        } else if (count > 0) {
          requests.put(kind.json(), count);
        }
      }
      return json;
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
          task.time().toMillis());
    }

    private Cost.Task task() {
      return new Cost.Task(
          step,
          firstSlice,
          lastSlice,
          lastKey,
          new Tally(objects, bytes),
          Duration.ofMillis(millis));
    }
  }

  /** Returns a cost in its recorded form, or null if the cost is empty. */
  public static @Nullable RecordedCost of(Cost cost) {
    if (cost.equals(Cost.NONE)) {
      return null;
    }
    Cost.Task slowest = cost.slowest();
    return new RecordedCost(
        new Counts(cost.tasks()),
        new Counts(cost.driver()),
        cost.count(),
        cost.time().toMillis(),
        slowest == null ? null : Slowest.of(slowest));
  }

  /** Returns the cost. */
  Cost cost() {
    return new Cost(
        tasks.traffic(),
        driver.traffic(),
        taskCount,
        Duration.ofMillis(taskMillis),
        slowestTask == null ? null : slowestTask.task());
  }
}
