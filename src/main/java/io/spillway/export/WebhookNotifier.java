package io.spillway.export;

import io.spillway.base.Environment;
import io.spillway.request.Webhook;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A notifier that posts the record of an ended export when it is closed, after the lease was
 * released. A failed post does not affect the export.
 */
final class WebhookNotifier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookNotifier.class);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /**
   * The pauses before the second and the third attempt; a process that is told to stop waits for
   * all attempts.
   */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(3));

  private static final int TOO_MANY_REQUESTS = 429;

  private final Optional<Webhook> hook;
  private final Pause pause;
  private byte @Nullable [] record;

  /** Pauses between two attempts; tests replace it. */
  interface Pause {
    void take(Duration time) throws InterruptedException;
  }

  /**
   * The result of one attempt.
   *
   * @param trouble the failure in words; empty if the record was accepted
   * @param passing whether another attempt may succeed
   */
  private record Answer(String trouble, boolean passing) {
    static Answer of(int status) {
      boolean taken = status / 100 == 2;
      return new Answer(
          taken ? "" : "it answered with status " + status,
          status / 100 == 5 || status == TOO_MANY_REQUESTS);
    }
  }

  /** Returns a notifier that posts to a webhook, or does nothing if the webhook is empty. */
  static WebhookNotifier to(Optional<Webhook> hook, Environment environment) {
    return new WebhookNotifier(hook, environment::sleep);
  }

  WebhookNotifier(Optional<Webhook> hook, Pause pause) {
    this.hook = hook;
    this.pause = pause;
  }

  /** Sets the record of the ended export. */
  void ended(byte[] json) {
    record = json;
  }

  /** Posts the record of an ended export. Never throws. */
  @Override
  public void close() {
    byte[] json = record;
    if (hook.isPresent() && json != null) {
      try {
        post(hook.get(), json);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        warn(hook.get(), "the export was interrupted");
      } catch (RuntimeException e) {
        warn(hook.get(), e.getClass().getSimpleName());
      }
    }
  }

  private void post(Webhook to, byte[] json) throws InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(to.address())
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json))
            .build();
    Answer answer = send(client, request);
    for (Duration time : PAUSES) {
      if (!answer.passing()) {
        break;
      }
      pause.take(time);
      answer = send(client, request);
    }
    if (!answer.trouble().isEmpty()) {
      warn(to, answer.trouble());
    }
  }

  private static Answer send(HttpClient client, HttpRequest request) throws InterruptedException {
    try {
      return Answer.of(client.send(request, BodyHandlers.discarding()).statusCode());
    } catch (IOException e) {
      // The message of the exception may contain the address.
      return new Answer("no answer came (" + e.getClass().getSimpleName() + ")", true);
    }
  }

  private static void warn(Webhook to, String why) {
    LOG.warn("The end of the export could not be posted to {}: {}.", to, why);
  }
}
