package io.spillway.base;

import java.io.UncheckedIOException;

/** Messages of exceptions, as reasons in sentences for users. */
public final class Messages {
  private Messages() {}

  /**
   * Returns the message of an exception, or the name of its class if it has none. The message of an
   * {@link UncheckedIOException} is that of its cause.
   */
  public static String of(Throwable e) {
    Throwable told = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
    return told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage();
  }

  /** Returns the first line of {@link #of}, for messages that carry a stack trace. */
  public static String firstLine(Throwable e) {
    return of(e).lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
