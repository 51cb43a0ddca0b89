package io.spillway.object;

import io.spillway.base.Bytes;
import io.spillway.base.Snapshot;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** A pinned snapshot whose content is objects. It is serialized to the workers. */
public interface ObjectSource extends Serializable {
  /** Returns the snapshot. */
  Snapshot snapshot();

  /**
   * Returns all ranges of the snapshot in key order, one per metadata file: thousands, never one
   * per entry. Called on the driver.
   *
   * @throws IOException if the ranges cannot be read and {@link #slower()} cannot help either
   */
  List<Range> ranges() throws IOException;

  /**
   * Opens a cursor over the entries of a range between two keys. Called on a worker.
   *
   * @param after the key just before the first one wanted; empty if there is none
   * @param last the last key wanted; empty for an open end
   * @throws io.spillway.object.UnreadableFormatException if this worker cannot read files of this
   *     format; {@link #slower()} can
   * @throws io.spillway.source.lakefs.metadata.DamagedFileException if the file cannot be trusted
   */
  EntryCursor entries(Range range, Bytes after, Bytes last) throws IOException;

  /**
   * Returns where an entry's data lies and may be read. Nothing else says where to open an entry:
   * an address is data, chosen by users of the source.
   *
   * @throws StoreException {@code REFUSED} when it must not be opened; the message follows the key
   *     and tells nothing of what lies there
   */
  SourceAddress address(Entry entry) throws StoreException;

  /**
   * Opens an entry's data through the source's own server, for a job that cannot read its storage.
   * The object's tag is no evidence of its content, because the server repeats the entry's
   * checksum.
   *
   * @param offset the first byte wanted
   */
  OpenObject open(Entry entry, long offset) throws IOException;

  /**
   * Returns presigned links to the data of objects, or empty if the server does not create any.
   * Called on a worker; may send a request to the server.
   */
  default Optional<PresignedLinks> links() {
    return Optional.empty();
  }

  /**
   * Returns whether a read through {@link #open} fails if its bytes change in transit: over TLS, or
   * without a network in between.
   */
  boolean protectsReads();

  /**
   * Returns this snapshot read in a slower way that needs less, or empty if this is the slowest.
   */
  Optional<ObjectSource> slower();
}
