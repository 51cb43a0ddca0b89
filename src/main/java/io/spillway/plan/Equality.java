package io.spillway.plan;

/** What tells that an object at the destination is the commit's. */
public enum Equality {
  /** The store's tag is the commit's checksum. */
  CHECKSUM,
  /** Its content was read. */
  CONTENT,
  /** It has the same size, and nothing that could be asked tells more. */
  SIZE
}
