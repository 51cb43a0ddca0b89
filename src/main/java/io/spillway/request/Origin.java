package io.spillway.request;

/** How a request was made. */
public enum Origin {
  /** By the command line. */
  COMMAND_LINE,
  /** By code in a notebook, a shell or another application. */
  CODE,
  /** By a client that reached a service over a network, whose requests are not trusted. */
  NETWORK
}
