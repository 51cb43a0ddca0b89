package io.spillway.ledger.lease;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.base.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The content of {@code <n>.json}.
 *
 * @param number n
 * @param lasts the time for which takers have to see the beat stand still
 * @param since by the holder's clock; for people to read
 * @param token random, so that the holder recognizes its own file after a lost response
 */
record LeaseRecord(long number, LeaseHolder holder, Duration lasts, Instant since, String token) {
  static final int FORMAT_VERSION = 1;

  static LeaseRecord of(long number, LeaseHolder holder, Duration lasts, Environment environment) {
    RandomGenerator random = environment.random();
    String token = new UUID(random.nextLong(), random.nextLong()).toString();
    return new LeaseRecord(number, holder, lasts, Moment.wallTime(environment), token);
  }

  /** Returns a copy with another token: a different file with equal meaning. */
  LeaseRecord again() {
    return new LeaseRecord(number, holder, lasts, since, token + "-again");
  }

  byte[] json() {
    ObjectNode json = LeaseJson.object();
    json.put("formatVersion", FORMAT_VERSION);
    json.put("lease", number);
    json.put("holder", holder.name());
    json.put("since", since.toString());
    json.put("lasts", lasts.toMillis());
    json.put("alone", holder.alone());
    holder.process().ifPresent(process -> json.set("process", process.json()));
    json.put("token", token);
    return LeaseJson.bytes(json);
  }

  /** Returns the holder and start of the lease as a part of a sentence. */
  static String holderOf(Optional<byte[]> content) {
    return content
        .flatMap(LeaseJson::parse)
        .flatMap(
            json ->
                LeaseJson.text(json, "holder")
                    .map(
                        holder ->
                            LeaseJson.text(json, "since")
                                .map(since -> holder + " since " + since)
                                .orElse(holder)))
        .orElse("an export that does not say who it is");
  }
}
