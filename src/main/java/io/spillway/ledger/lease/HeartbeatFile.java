package io.spillway.ledger.lease;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.base.Bytes;
import java.util.Optional;

/**
 * The content of {@code <n>.beat}.
 *
 * @param beats the number of beats so far, so that each beat differs from the one before
 * @param exportId the id of the holder's export, as soon as it is known
 * @param released whether the holder has ended, so that any export may take the next lease
 */
public record HeartbeatFile(long beats, Optional<String> exportId, boolean released) {
  /**
   * A beat as a taker sees it.
   *
   * @param raw the file's content; empty if the file does not exist. Takers compare the raw
   *     content, so that even an unreadable file either stands still or changes
   * @param beat the parsed content; empty if the file is missing or damaged
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
