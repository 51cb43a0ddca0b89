package io.spillway.source;

import io.spillway.Bytes;
import io.spillway.lakefs.Entry;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** A pinned snapshot whose content is objects. It travels to the workers. */
public interface ObjectSource extends Serializable {
  /** What is exported. */
  Snapshot snapshot();

  /**
   * All of the snapshot in the order of its keys, one range per metadata file: thousands, never one
   * per entry. Called on the driver.
   *
   * @throws IOException when they cannot be read and {@link #slower()} cannot help either
   */
  List<Range> ranges() throws IOException;

  /**
   * The entries of a range between two keys. Called on a worker.
   *
   * @param after the key just before the first one wanted; empty for none
   * @param last the last one wanted; empty for an open end
   * @throws io.spillway.lakefs.UnreadableFormatException when this worker cannot read such files;
   *     {@link #slower()} can
   * @throws io.spillway.lakefs.DamagedFileException when the file cannot be trusted
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
   * Reads an entry's data through the source's own server, for a job that cannot read its storage.
   * The object's tag says nothing of its content: the server repeats the entry's checksum.
   *
   * @param offset the first byte wanted
   */
  OpenObject open(Entry entry, long offset) throws IOException;

  /**
   * Presigned links to its objects' data, or nothing where its server says that it makes none.
   * Called on a worker; may ask the server.
   */
  default Optional<PresignedLinks> links() {
    return Optional.empty();
  }

  /**
   * Whether bytes that {@link #open} gives arrive as they were sent, or the read fails: over TLS,
   * or where no network lies between.
   */
  boolean protectsReads();

  /**
   * The same snapshot read in a slower way that needs less, or nothing when this is the slowest.
   */
  Optional<ObjectSource> slower();
}
