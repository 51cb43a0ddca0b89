package io.spillway.store.s3;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** What goes wrong with one request on its way through a {@link FaultyProxy}. */
@FunctionalInterface
public interface Fault {
  /**
   * Deals with the whole request: answers, or ends the connection.
   *
   * @return whether anything went wrong; where there was nothing to spoil, all went right
   */
  boolean strike(Exchange exchange) throws IOException;

  /** S3 is busy. */
  static Fault slowDown() {
    return refuse(503, "SlowDown");
  }

  /** S3 is busy, and says for how many seconds. */
  static Fault slowDown(int seconds) {
    return refuse(503, "SlowDown", Map.of("Retry-After", String.valueOf(seconds)));
  }

  /** Something else than the request is done: nothing. */
  static Fault refuse(int status, String code) {
    return refuse(status, code, Map.of());
  }

  private static Fault refuse(int status, String code, Map<String, String> headers) {
    return exchange -> {
      exchange.answer(Answer.error(status, code, headers));
      return true;
    };
  }

  /** The answer begins with 200, and tells of a failure in its body. Nothing is done. */
  static Fault errorInOk() {
    return refuse(200, "InternalError");
  }

  /** The answer begins with 200, and tells of a failure in its body. All is done. */
  static Fault errorInOkAfterDoing() {
    return exchange -> {
      exchange.pass();
      exchange.answer(Answer.error(200, "InternalError", Map.of()));
      return true;
    };
  }

  /** All is done, and instead of an answer the connection ends. */
  static Fault lostAnswer() {
    return exchange -> {
      exchange.pass();
      exchange.hangUp();
      return true;
    };
  }

  /** Nothing is done, and the connection is reset. */
  static Fault reset() {
    return exchange -> {
      exchange.reset();
      return true;
    };
  }

  /** The connection is reset in the middle of the answer's body. */
  static Fault resetInAnswer() {
    return inAnswer(Exchange::reset);
  }

  /** The answer promises more than comes before the connection ends. */
  static Fault cutAnswer() {
    return inAnswer(Exchange::hangUp);
  }

  /** Nothing is done, and no answer comes; the connection stays open. */
  static Fault stall() {
    return exchange -> {
      exchange.stall();
      return true;
    };
  }

  /** The answer stops in its middle; the connection stays open. */
  static Fault stallInAnswer() {
    return inAnswer(Exchange::stall);
  }

  /** What follows the first half of an answer. */
  @FunctionalInterface
  interface Sequel {
    void run(Exchange exchange) throws IOException;
  }

  private static Fault inAnswer(Sequel sequel) {
    return exchange -> {
      Answer answer = exchange.pass();
      if (answer.body().length < 2) {
        exchange.answer(answer);
        return false;
      }
      exchange.answerHalf(answer);
      sequel.run(exchange);
      return true;
    };
  }

  /** The answer is half as long, and says so. */
  static Fault shortAnswer() {
    return exchange -> {
      Answer answer = exchange.pass();
      boolean spoils = answer.status() < 300 && answer.body().length > 1;
      byte[] half = Arrays.copyOf(answer.body(), answer.body().length / 2);
      exchange.answer(spoils ? answer.with(half) : answer);
      return spoils;
    };
  }

  /** One byte in the middle of the answer's body is another. */
  static Fault flippedAnswer() {
    return exchange -> {
      Answer answer = exchange.pass();
      boolean spoils = answer.status() < 300 && answer.body().length > 0;
      exchange.answer(spoils ? answer.with(flipped(answer.body())) : answer);
      return spoils;
    };
  }

  /** One byte in the middle of the request's body is another. */
  static Fault flippedRequest() {
    return exchange -> {
      boolean spoils = exchange.body().length > 0;
      exchange.answer(exchange.pass(spoils ? flipped(exchange.body()) : exchange.body()));
      return spoils;
    };
  }

  private static byte[] flipped(byte[] bytes) {
    byte[] flipped = bytes.clone();
    flipped[flipped.length / 2] ^= 1;
    return flipped;
  }

  /** Something else happens before the request gets through. */
  static Fault first(Runnable happening) {
    return exchange -> {
      happening.run();
      exchange.answer(exchange.pass());
      return true;
    };
  }

  /** Something else happens when the request is done, before its answer is on the way. */
  static Fault then(Runnable happening) {
    return exchange -> {
      Answer answer = exchange.pass();
      happening.run();
      exchange.answer(answer);
      return true;
    };
  }

  /** The server's clock is so far ahead, and it refuses what is not signed by its time. */
  static Fault clockAhead(Duration ahead) {
    return exchange -> {
      Instant now = Instant.now().plus(ahead);
      Instant signed =
          exchange
              .request()
              .header("x-amz-date")
              .map(text -> SIGNED.parse(text, Instant::from))
              .orElse(Instant.EPOCH);
      Map<String, String> date = Map.of("Date", HTTP.format(now));
      boolean refuses = Duration.between(signed, now).abs().compareTo(Duration.ofMinutes(15)) > 0;
      exchange.answer(refuses ? Answer.error(403, "RequestTimeTooSkewed", date) : exchange.pass());
      return refuses;
    };
  }

  /** How requests are dated by their signers. */
  DateTimeFormatter SIGNED =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** How answers are dated. */
  DateTimeFormatter HTTP = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
}
