package io.spillway.store;

/** What is asked of a store. */
public enum RequestKind {
  STAT,
  OPEN,
  WRITE,
  CREATE,
  COPY,
  DELETE,
  LIST
}
