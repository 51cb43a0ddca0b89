package io.spillway.ledger.lease;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A lease as its files are now. Whether its holder still lives only its next beats could tell, and
 * nobody waits for them here.
 *
 * @param number of the lease
 * @param held whether its file is there and it was not given back
 * @param holder {@code user@host pid 123}; empty when it does not say
 * @param since when it was taken, by the holder's clock
 * @param beats how many it has sent
 * @param exportId what the holder exports, as soon as it knows
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
