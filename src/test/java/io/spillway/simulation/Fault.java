package io.spillway.simulation;

/** What happens at one request. */
enum Fault {
  /** Nothing. */
  NONE,
  /** The process ends before it sends the request. */
  DIES_BEFORE,
  /** The process ends when the store has done what was asked for. */
  DIES_AFTER,
  /** The process ends in the middle: a batch is half done, a file is half written. */
  DIES_HALFWAY,
  /** The process ends, and the request arrives when others go on. */
  DIES_AND_ARRIVES_LATE,
  /** The whole machine is suspended before it sends the request. */
  SUSPENDED,
  /** The process is stopped before it sends the request; its monotonic clock goes on. */
  STOPPED,
  /** The process is stopped when it may send the request but has not. */
  STOPPED_UNDER_WAY,
  /** No answer comes, and nothing was done. */
  LOSES_REQUEST,
  /** No answer comes to what was done. */
  LOSES_ANSWER,
  /** No answer comes, and the request arrives later. */
  ARRIVES_LATE,
  /** The store asks once to send the request again later. */
  SLOWS_DOWN,
  /** The store refuses the request: 429, 500 or 503 until the client gives up. */
  REFUSES,
  /** The server cannot be reached. */
  UNREACHABLE,
  /** The store denies access. */
  DENIES,
  /** The store answers 404. */
  FINDS_NOTHING,
  /** The store answers 412. */
  FINDS_ANOTHER;

  boolean ends() {
    return this == DIES_BEFORE
        || this == DIES_AFTER
        || this == DIES_HALFWAY
        || this == DIES_AND_ARRIVES_LATE;
  }

  boolean freezes() {
    return this == SUSPENDED || this == STOPPED || this == STOPPED_UNDER_WAY;
  }
}
