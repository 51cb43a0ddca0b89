package io.spillway.ledger.lease;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A lease according to its current files. Only its next beats would prove that the holder is alive;
 * reading does not wait for them.
 *
 * @param number of the lease
 * @param held whether its file exists and it was not released
 * @param holder {@code user@host pid 123}; empty if the file does not name it
 * @param since the time when it was taken, by the holder's clock
 * @param beats the number of beats so far
 * @param exportId the id of the holder's export, as soon as it is known
 */
public record LeaseSeen(
    long number,
    boolean held,
    Optional<String> holder,
    Optional<String> since,
    OptionalLong beats,
    Optional<String> exportId) {

  public static LeaseSeen read(LeaseFiles files, long number) throws IOException {
    HeartbeatFile.Seen beat = files.beat(number);
    Optional<byte[]> claim = beat.released() ? Optional.empty() : files.claim(number);
    Optional<JsonNode> says = claim.flatMap(LeaseJson::parse);
    return new LeaseSeen(
        number,
        claim.isPresent(),
        says.flatMap(json -> LeaseJson.text(json, "holder")),
        says.flatMap(json -> LeaseJson.text(json, "since")),
        beat.beat().isPresent() ? OptionalLong.of(beat.beat().get().beats()) : OptionalLong.empty(),
        beat.exportId());
  }
}
