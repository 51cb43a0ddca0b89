package io.spillway.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** The retries of one request, on the thread that sends it. */
public final class Retries {
  /**
   * The failures of one request.
   *
   * @param failures their number
   * @param since the time of the first, in nanoseconds of {@link System#nanoTime}
   */
  public record Failing(int failures, long since) {
    /** No failure. */
    public static final Failing NOT_YET = new Failing(0, 0);

    /** Returns a copy with one more failure. */
    public Failing once(long now) {
      return new Failing(failures + 1, failures == 0 ? now : since);
    }
  }

  /** A function that waits. */
  public interface Sleeper {
    /** The system's own. */
    Sleeper SYSTEM = time -> TimeUnit.NANOSECONDS.sleep(time.toNanos());

    /** Waits for a time. */
    void sleep(Duration time) throws InterruptedException;
  }

  private final RetryPolicy policy;
  private final ServerWatch server;
  private final Sleeper sleeper;
  private Failing failing = Failing.NOT_YET;

  /**
   * Creates the retries of a request that has not failed yet.
   *
   * @param server the server that gets the request
   */
  public Retries(RetryPolicy policy, ServerWatch server, Sleeper sleeper) {
    this.policy = policy;
    this.server = server;
    this.sleeper = sleeper;
  }

  /** Returns whether a status may pass: 429, 500, 502, 503 and 504. */
  public static boolean isPassing(int status) {
    return isBusy(status) || status == 500 || status == 502 || status == 504;
  }

  /** Returns whether a status asks for fewer requests: 429 and 503. */
  public static boolean isBusy(int status) {
    return status == 429 || status == 503;
  }

  /**
   * Returns whether a request without an answer may get one if it is sent again: not if this thread
   * was interrupted, if the certificate is rejected, or if the server does not speak HTTP. An
   * answer that ends early is a protocol error too, by the words of the client's library.
   */
  public static boolean isPassing(IOException e) {
    boolean interrupted =
        e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException);
    return !interrupted
        && !(e instanceof SSLHandshakeException)
        && !(e instanceof SSLPeerUnverifiedException)
        && (!(e instanceof ProtocolException) || endsEarly(e));
  }

  private static boolean endsEarly(IOException e) {
    return String.valueOf(e.getMessage()).contains("unexpected end of stream");
  }

  /** Returns the pause of a {@code Retry-After} header in seconds; zero for any other form. */
  public static Duration asked(@Nullable String header) {
    return header != null && header.strip().matches("\\d{1,6}")
        ? Duration.ofSeconds(Long.parseLong(header.strip()))
        : Duration.ZERO;
  }

  /**
   * Waits before the request is sent again, and counts the retry.
   *
   * @param why the reason of the failure, for a warning
   * @param asked the pause that the server asked for; zero if none
   * @return whether to send the request again; false if it has failed for too long
   * @throws InterruptedIOException if this thread is interrupted
   */
  public boolean again(String why, Duration asked) throws InterruptedIOException {
    failing = failing.once(System.nanoTime());
    Optional<Duration> pause = server.pause(policy, failing, why, asked);
    if (pause.isEmpty()) {
      return false;
    }
    try {
      sleeper.sleep(pause.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted before a request was sent again");
    }
    Meter.current().count(Traffic.Kind.RETRIES);
    return true;
  }
}
