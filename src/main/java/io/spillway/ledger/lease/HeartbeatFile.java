package io.spillway.ledger.lease;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.base.Bytes;
import java.util.Optional;

/**
 * What {@code <n>.beat} says.
 *
 * @param beats how many there were, so that each differs from the one before
 * @param exportId what the holder exports, as soon as it knows
 * @param released whether the holder has ended, and anybody may take the next lease
 */
public record HeartbeatFile(long beats, Optional<String> exportId, boolean released) {
  /**
   * A beat as a taker sees it.
   *
   * @param raw the file's content; nothing when there is no file. Takers compare this, so that a
   *     file that nobody understands stands still or changes like any other.
   * @param beat what it says; nothing when it is missing or damaged
   */
  public record Seen(Optional<Bytes> raw, Optional<HeartbeatFile> beat) {
    public boolean released() {
      return beat.isPresent() && beat.get().released();
    }

    Optional<String> exportId() {
      return beat.flatMap(HeartbeatFile::exportId);
    }
  }

  byte[] json() {
    ObjectNode json = LeaseJson.object();
    json.put("beats", beats);
    exportId.ifPresent(id -> json.put("exportId", id));
    json.put("released", released);
    return LeaseJson.bytes(json);
  }

  static Seen seen(Optional<byte[]> content) {
    return new Seen(
        content.map(Bytes::of),
        content
            .flatMap(LeaseJson::parse)
            .filter(json -> json.path("beats").isIntegralNumber())
            .filter(json -> json.path("released").isBoolean())
            .map(HeartbeatFile::of));
  }

  private static HeartbeatFile of(JsonNode json) {
    return new HeartbeatFile(
        json.path("beats").longValue(),
        LeaseJson.text(json, "exportId"),
        json.path("released").booleanValue());
  }
}
