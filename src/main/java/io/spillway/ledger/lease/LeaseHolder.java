package io.spillway.ledger.lease;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * The process that takes a lease.
 *
 * @param name for people: {@code user@host pid 123}
 * @param process the identity of the process, if the platform can determine it
 * @param alone whether nothing outside of that process writes under the lease
 */
record LeaseHolder(String name, Optional<ProcessIdentity> process, boolean alone) {
  /**
   * The holder according to a lease's own file; older versions wrote fewer fields.
   *
   * @param words the holder and start of the lease, as a part of a sentence
   * @param lasts the time for which takers have to wait
   * @param process empty unless only that process writes under the lease
   */
  record Claim(String words, Optional<Duration> lasts, Optional<ProcessIdentity> process) {
    /** One year. A file with a longer time is damaged. */
    private static final long LONGEST_MILLIS = 365L * 24 * 60 * 60 * 1_000;

    static Claim of(Optional<byte[]> content) {
      Optional<JsonNode> says = content.flatMap(LeaseJson::parse);
      return new Claim(
          LeaseRecord.holderOf(content),
          says.map(json -> json.path("lasts"))
              .filter(lasts -> lasts.isIntegralNumber() && lasts.canConvertToLong())
              .map(lasts -> Duration.ofMillis(Math.min(lasts.longValue(), LONGEST_MILLIS))),
          says.filter(json -> json.path("alone").asBoolean(false))
              .flatMap(json -> ProcessIdentity.of(json.get("process"))));
    }

    /** Returns whether a taker can prove that nothing writes under the lease any more. */
    boolean isDead(LeaseHolder taker) {
      return process.isPresent()
          && taker.process().filter(own -> own.knowsDead(process.get())).isPresent();
    }
  }
}
