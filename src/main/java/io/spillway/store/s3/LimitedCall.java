package io.spillway.store.s3;

import io.spillway.store.Meter;
import io.spillway.store.Traffic.Kind;
import io.spillway.store.Urgent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;

/**
 * One call of the SDK with all its attempts, on the thread that makes it. It holds a {@link
 * Limiter.Place} while an attempt is in flight.
 */
final class LimitedCall implements AutoCloseable {
  private static final ThreadLocal<@Nullable LimitedCall> CURRENT = new ThreadLocal<>();

  private final Limiter limiter;
  private Limiter.@Nullable Place place;

  private LimitedCall(Limiter limiter) {
    this.limiter = limiter;
  }

  /** Begins a call after waiting for its turn. */
  static LimitedCall begin(Limiter limiter) {
    LimitedCall call = new LimitedCall(limiter);
    call.enter();
    CURRENT.set(call);
    return call;
  }

  /** Returns the current call of this thread; null if the call did not go through a limiter. */
  static @Nullable LimitedCall current() {
    return CURRENT.get();
  }

  private void enter() {
    try {
      place = limiter.enter(Urgent.isNow());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static AbortedException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return AbortedException.create("Interrupted before the request was sent", e);
  }

  /**
   * Records that an attempt failed.
   *
   * @param pause the pause that the store asked for; zero if none
   */
  void failed(Throwable failure, Duration pause) {
    Limiter.Place held = place;
    place = null;
    boolean busy = Patience.isTooBusy(failure);
    if (busy) {
      Meter.current().count(Kind.THROTTLES);
    }
    if (held == null) {
      return;
    }
    if (busy) {
      held.tooBusy(pause);
    } else if (failure instanceof AwsServiceException answered && answered.statusCode() < 500) {
      held.keptUp();
    } else {
      held.unanswered();
    }
  }

  /** Waits before the next attempt, then for its turn. */
  void again(Duration wait) {
    Meter.current().count(Kind.RETRIES);
    try {
      TimeUnit.NANOSECONDS.sleep(wait.toNanos());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    enter();
  }

  /** Records that the store fulfilled the request. */
  void succeeded() {
    Limiter.Place held = place;
    place = null;
    if (held != null) {
      held.keptUp();
    }
  }

  @Override
  public void close() {
    CURRENT.remove();
    Limiter.Place held = place;
    place = null;
    if (held != null) {
      held.unanswered();
    }
  }
}
