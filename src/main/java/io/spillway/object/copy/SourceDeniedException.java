package io.spillway.object.copy;

import io.spillway.store.StoreException;

/** A way cannot read the source; another one may. */
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
