package io.spillway.transfer;

/** What to do with user metadata that the destination cannot hold. */
public enum MetadataPolicy {
  /** The object is a failed key. */
  STRICT,
  /** The metadata is dropped, and the object counted. */
  DROP_INVALID
}
