package io.spillway.object.copy;

import io.spillway.object.ReadMode;

/** The ways of an object's bytes to the destination, the cheapest first. */
enum Way {
  /** Copies within the store: one request. */
  SERVER_SIDE(ReadMode.STORAGE, "by server-side copy"),
  /** Reads with the job's own credentials, through this worker. */
  STREAMED(ReadMode.STORAGE, "through the workers"),
  /** Reads by a link that the source's server presigns, through this worker. */
  PRESIGNED(ReadMode.PRESIGNED, "through the workers, by presigned links"),
  /** Reads through the source's own server and this worker. */
  THROUGH_SOURCE(ReadMode.LAKEFS, "through the workers and lakeFS");

  private final ReadMode mode;
  private final String words;

  Way(ReadMode mode, String words) {
    this.mode = mode;
    this.words = words;
  }

  /** Returns the read mode that permits this way. */
  ReadMode mode() {
    return mode;
  }

  /** Returns the words that follow "objects go" in messages. */
  String words() {
    return words;
  }
}
