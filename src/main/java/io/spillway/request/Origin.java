package io.spillway.request;

import java.util.Locale;

/** The way in which a request was made. */
public enum Origin {
  /** From the command line. */
  COMMAND_LINE,
  /** From code in a notebook, a shell or another application. */
  CODE,
  /** From a client that reached a service over a network. Its requests are not trusted. */
  NETWORK;

  /** Returns the origin as records name it: {@code command-line}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
