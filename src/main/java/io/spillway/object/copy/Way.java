package io.spillway.object.copy;

import io.spillway.object.ReadMode;

/** How the bytes of an object get to the destination, the cheapest first. */
enum Way {
  /** The store copies inside itself: one request. */
  SERVER_SIDE(ReadMode.STORAGE, "by server-side copy"),
  /** Through this worker, read with the job's own credentials. */
  STREAMED(ReadMode.STORAGE, "through the workers"),
  /** Through this worker, read by a link that the source's server presigns. */
  PRESIGNED(ReadMode.PRESIGNED, "through the workers, by presigned links"),
  /** Through this worker, read through the source's own server. */
  THROUGH_SOURCE(ReadMode.LAKEFS, "through the workers and lakeFS");

  private final ReadMode mode;
  private final String words;

  Way(ReadMode mode, String words) {
    this.mode = mode;
    this.words = words;
  }

  /** How users call this way of reading. */
  ReadMode mode() {
    return mode;
  }

  /** What follows "objects go". */
  String words() {
    return words;
  }
}
