package io.spillway.ledger.lease;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.base.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * What {@code <n>.json} says.
 *
 * @param number n
 * @param lasts how long takers have to see its beat stand still
 * @param since by the holder's clock; for people to read
 * @param token random, so that after a lost answer the holder knows its own file
 */
record LeaseRecord(long number, LeaseHolder holder, Duration lasts, Instant since, String token) {
  static final int FORMAT_VERSION = 1;

  static LeaseRecord of(long number, LeaseHolder holder, Duration lasts, Environment environment) {
    RandomGenerator random = environment.random();
    String token = new UUID(random.nextLong(), random.nextLong()).toString();
    return new LeaseRecord(number, holder, lasts, Moment.wallTime(environment), token);
  }

  /** Returns a copy with another token: a different file of the same meaning. */
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

  /** Who holds the lease since when, in words that go into a sentence. */
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
