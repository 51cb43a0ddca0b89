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
   * @param after the key just before the first requested key; empty to begin with the first key
   * @param last the last requested key; empty for an open end
   * @throws io.spillway.object.UnreadableFormatException if this worker cannot read files of this
   *     format; {@link #slower()} can
   * @throws io.spillway.source.lakefs.metadata.DamagedFileException if the file is damaged or is
   *     not the expected file
   */
  EntryCursor entries(Range range, Bytes after, Bytes last) throws IOException;

  /**
   * Returns the address from which an entry's data may be read. Callers must not derive it from the
   * entry themselves, because users of the source choose the addresses of entries.
   *
   * @throws StoreException {@code REFUSED} if the address must not be opened; the message is meant
   *     to follow the key, and does not reveal anything about the data at that address
   */
  SourceAddress address(Entry entry) throws StoreException;

  /**
   * Returns the address from which an entry's data may be read in a mode.
   *
   * @param mode the allowed ways; if it leaves only the source's own server, no address is needed,
   *     and the entry's is not looked at unless the operator denies imports
   * @throws StoreException as {@link #address(Entry)}
   */
  default SourceAddress address(Entry entry, ReadMode mode) throws StoreException {
    return address(entry);
  }

  /**
   * Opens an entry's data through the source's own server, for a job that cannot read its storage.
   * The object's tag is no evidence of its content, because the server repeats the entry's
   * checksum.
   *
   * @param offset the first byte to read
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
   * Returns whether a read through {@link #open} fails if its bytes change in transit. It does over
   * TLS, or without a network in between.
   */
  boolean protectsReads();

  /**
   * Returns this snapshot, read in a slower way with fewer requirements, or empty if no slower way
   * exists.
   */
  Optional<ObjectSource> slower();
}
