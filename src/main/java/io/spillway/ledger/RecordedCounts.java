package io.spillway.ledger;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.base.Counters;
import io.spillway.outcome.Summary;
import io.spillway.outcome.Summary.Count;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The work of a run in numbers: an object with a field for each count.
 *
 * @param present objects in the exported commit; absent if they were never counted
 * @param done the counted objects and bytes
 * @param failed failed keys
 * @param imported objects that lie outside the source's own storage, by bucket; absent if there are
 *     none
 */
public record RecordedCounts(
    @Nullable Long present, Counters<Count> done, long failed, @Nullable RecordedImports imported) {
  private static final String PRESENT = "present";
  private static final String FAILED = "failed";
  private static final String IMPORTED = "imported";

  static RecordedCounts of(Summary summary, OptionalLong present) {
    return new RecordedCounts(
        present.isPresent() ? present.getAsLong() : null,
        summary.counts(),
        summary.failures().total(),
        RecordedImports.of(summary.imports()));
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static RecordedCounts read(ObjectNode json) {
    Counters<Count> done = Counters.none();
    for (Count name : Count.values()) {
      done = done.with(name, RecordFile.count(json, name.json(), isOptional(name)));
    }
    return new RecordedCounts(
        json.hasNonNull(PRESENT) ? RecordFile.count(json, PRESENT, false) : null,
        done,
        RecordFile.count(json, FAILED, false),
        json.hasNonNull(IMPORTED) ? RecordFile.imports(json.get(IMPORTED)) : null);
  }

  @JsonValue
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    putKnown(json, PRESENT, present);
    for (Count name : Count.values()) {
      if (done.of(name) != 0 || !isOptional(name)) {
        json.put(name.json(), done.of(name));
      }
    }
    json.put(FAILED, failed);
    putKnown(json, IMPORTED, imported);
    return json;
  }

  private static void putKnown(Map<String, Object> json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  /** Returns whether a count is absent from a record if it is 0, and from older records. */
  private static boolean isOptional(Count name) {
    return name == Count.MIRRORED;
  }

  /** Returns a count. */
  public long of(Count name) {
    return done.of(name);
  }
}
