package io.spillway.lakefs;

/** By which way metadata files are fetched. */
public enum MetadataAccess {
  /** From the storage namespace, with the job's own credentials. */
  STORE,
  /** Through the lakeFS server. */
  API
}
