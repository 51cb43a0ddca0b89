package io.spillway.ledger.lease;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * The process that takes a lease.
 *
 * @param name for people: {@code user@host pid 123}
 * @param process where the platform can tell
 * @param alone whether nothing outside of that process writes under the lease
 */
record LeaseHolder(String name, Optional<ProcessIdentity> process, boolean alone) {
  /**
   * The holder as a lease's own file names it; files of older versions name less.
   *
   * @param words who holds it since when, in words that go into a sentence
   * @param lasts how long takers have to wait
   * @param process nothing unless that process is all that writes under the lease
   */
  record Claim(String words, Optional<Duration> lasts, Optional<ProcessIdentity> process) {
    /** A year: what says more is damaged. */
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

    /** Returns whether nothing writes under the lease any more, as far as a taker can prove it. */
    boolean isDead(LeaseHolder taker) {
      return process.isPresent()
          && taker.process().filter(own -> own.knowsDead(process.get())).isPresent();
    }
  }
}
