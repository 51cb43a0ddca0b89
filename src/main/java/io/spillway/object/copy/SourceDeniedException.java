package io.spillway.object.copy;

import io.spillway.store.StoreException;

/** Exception thrown if a way cannot read the source; another way may succeed. */
final class SourceDeniedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final StoreException reason;

  SourceDeniedException(StoreException reason) {
    super(reason);
    this.reason = reason;
  }

  StoreException reason() {
    return reason;
  }
}
