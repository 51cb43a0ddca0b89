package io.spillway.plan;

/** How it was proved that an object arrived as the snapshot has it. */
public enum Proof {
  /** Its content's checksum, or the tag that stands for its content, is the snapshot's. */
  CHECKSUM,
  /**
   * Its size is the snapshot's, and it was copied from one unchanged object: its checksum is none
   * of its content.
   */
  SIZE
}
