package io.spillway.object.verify;

/** The evidence that an object at the destination equals the commit's. */
public enum Equality {
  /** The store's tag is the commit's checksum. */
  CHECKSUM,
  /** The content was read. */
  CONTENT,
  /** The sizes are equal, and no available evidence proves more. */
  SIZE
}
