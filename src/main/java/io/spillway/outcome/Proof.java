package io.spillway.outcome;

/** The proof that an object arrived as it is in the snapshot. */
public enum Proof {
  /** The checksum of its content, or the tag that stands for its content, is the snapshot's. */
  CHECKSUM,
  /**
   * The size is the snapshot's, and the object was copied from one unchanged object. Its checksum
   * is not one of its content.
   */
  SIZE
}
