package io.spillway.source.lakefs.metadata;

/** The way in which metadata files are fetched. */
public enum MetadataAccess {
  /** From the storage namespace, with the job's own credentials. */
  STORE,
  /** From the storage namespace, by links that the server presigns. */
  PRESIGNED,
  /** Through the lakeFS server. */
  API
}
