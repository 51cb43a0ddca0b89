package io.spillway.simulation;

/**
 * A request to a store.
 *
 * @param bucket the bucket, or the file system
 * @param key its key, or the prefix of a listing
 */
record Request(Verb verb, String bucket, String key) {
  /** What is asked for. */
  enum Verb {
    STAT,
    AGE,
    OPEN,
    LIST,
    WRITE,
    CREATE,
    COPY,
    DELETE,
    BEGIN_PARTS,
    PART,
    COMPLETE_PARTS,
    ABORT_PARTS,
    LIST_PARTS;

    boolean changes() {
      return this != STAT && this != AGE && this != OPEN && this != LIST && this != LIST_PARTS;
    }
  }

  @Override
  public String toString() {
    return verb + " " + bucket + "/" + key;
  }
}
