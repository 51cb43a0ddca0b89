package io.spillway.transfer;

/** How the bytes of an object get to the destination, the cheapest first. */
enum Way {
  /** The store copies inside itself: one request. */
  SERVER_SIDE,
  /** Through this worker, read with the job's own credentials. */
  STREAMED,
  /** Through this worker, read through the source's own server. */
  THROUGH_SOURCE;

  /** What to try when this way is refused; the last has none but itself. */
  Way next() {
    return this == SERVER_SIDE ? STREAMED : THROUGH_SOURCE;
  }
}
