package io.spillway.source.lakefs.metadata;

/** By which way metadata files are fetched. */
public enum MetadataAccess {
  /** From the storage namespace, with the job's own credentials. */
  STORE,
  /** From there too, by links that the server presigns. */
  PRESIGNED,
  /** Through the lakeFS server. */
  API
}
