package io.spillway.store;

import io.spillway.base.Location;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One container of objects: a bucket, a file system, a map in memory. Keys are whole keys in that
 * container and are taken as they stand; an object store folds and refuses none of them, a file
 * system refuses ({@link StoreException.Reason#UNFIT}) what it cannot hold exactly.
 *
 * <p>What every implementation promises, and one contract test holds them to:
 *
 * <ul>
 *   <li><b>Atomic.</b> {@link #write}, {@link #create} and {@link #copy} publish all bytes and
 *       attributes at once: a reader of the key sees the old object or the new one, and after a
 *       failure the old one or, with {@link StoreException.Reason#UNKNOWN}, either.
 *   <li><b>Idempotent.</b> A write, a copy or a delete may be done again. Deleting what is absent
 *       is no error.
 *   <li><b>Exclusive.</b> Of many concurrent {@link #create} of one key, one succeeds.
 *   <li><b>Lost answers.</b> What an SDK's own retry makes of a lost answer (a 412 for its own
 *       create) is read back before it is reported. What stays open is {@link
 *       StoreException.Reason#UNKNOWN}: the caller reads back.
 *   <li><b>Retries</b> are the SDK's, in here only; callers do not retry.
 * </ul>
 *
 * <p>All methods throw {@link StoreException} for what a store can say; instances are safe for use
 * by many threads.
 */
public interface ObjectStore extends Closeable {
  /** The container, say {@code s3://bucket/}. */
  Location container();

  /**
   * What the store says of the object, or nothing when there is none. A key that the store could
   * not hold is not there; nor is one in a container that is missing, where the store cannot tell
   * the two apart (S3).
   */
  Optional<StoredObject> stat(String key) throws IOException;

  /**
   * Returns how long ago an object was written, rounded up, by the clock of the store alone: what
   * was written later is younger. Nothing if there is no object, or the store does not tell.
   */
  default Optional<Duration> age(String key) throws IOException {
    return Optional.empty();
  }

  /**
   * Opens an object from a byte on; an offset at its end gives an empty stream, also for an empty
   * object.
   *
   * <p>The stream throws {@link StoreException} when it breaks off; it never ends early without a
   * word.
   *
   * @throws StoreException {@code NOT_FOUND} when there is none, {@code REFUSED} when the offset is
   *     past its end
   */
  OpenObject open(String key, long offset) throws IOException;

  /**
   * Opens the same object again from a byte on: {@link #open(String, long)}, unless the object has
   * another tag by now.
   *
   * @param ifMatch the tag it had; a store without tags cannot keep this promise, and an empty tag
   *     matches nothing
   * @throws StoreException {@code CHANGED} when the tag is another
   */
  default OpenObject open(String key, long offset, String ifMatch) throws IOException {
    OpenObject opened = open(key, offset);
    if (ifMatch.isEmpty() || !opened.object().etag().equals(ifMatch)) {
      opened.close();
      throw new StoreException(
          StoreException.Reason.CHANGED,
          "Cannot read "
              + container().resolve(key)
              + " from byte "
              + offset
              + ": its tag is no longer '"
              + ifMatch
              + "'.");
    }
    return opened;
  }

  /**
   * Writes an object, in place of one that may be there. Memory is bounded whatever the size.
   *
   * <p>A body whose MD5 is known may be sent as it comes, and opened again when a request has to be
   * repeated; one whose MD5 is not known is opened once. Once a body's stream has thrown, it is not
   * opened again.
   *
   * <p>What the body's stream throws is passed on as it is: a {@link StoreException} may be the
   * source's.
   *
   * @throws StoreException {@code UNFIT} when the store cannot hold the key or the attributes,
   *     {@code REFUSED} when the body ends before or after its size
   */
  WrittenObject write(String key, Body body, Attributes attributes) throws IOException;

  /**
   * Begins to write an object whose size nobody knows yet. What a crash leaves of it is found as
   * {@link Stores#within} says.
   *
   * @throws StoreException {@code UNFIT} when the store cannot hold the key or the attributes
   */
  OpenWrite begin(String key, Attributes attributes) throws IOException;

  /**
   * Writes a small object unless there is one.
   *
   * @return whether this call made it; false when there was one, which stays as it is
   * @throws StoreException {@code UNKNOWN} when no answer came and none is there, so that one may
   *     still appear; {@code UNFIT} as in {@link #write}
   */
  boolean create(String key, byte[] content, Attributes attributes) throws IOException;

  /**
   * Whether {@link #copy} from that store could work: one client with one set of credentials serves
   * both. A cheap look at the settings; only a copy proves it.
   */
  boolean reaches(ObjectStore source);

  /**
   * Copies inside the server, any size, with the given attributes in place of the source's.
   *
   * @param source a store for which {@link #reaches} holds
   * @param sourceKey the key in {@code source}
   * @param ifMatch copy only while the source's tag is this one
   * @param size the source's size in bytes
   * @throws StoreException {@code CHANGED} when the tag is another, {@code NOT_FOUND} when there is
   *     no source
   */
  WrittenObject copy(
      ObjectStore source,
      String sourceKey,
      String ifMatch,
      long size,
      String key,
      Attributes attributes)
      throws IOException;

  /** Deletes an object; nothing happens when there is none. */
  void delete(String key) throws IOException;

  /**
   * Deletes many objects with as few requests as the store allows, in no particular order. Keys
   * that are absent count as deleted.
   *
   * @param keys any number, also none
   * @return what could not be deleted, and why; every other key is gone. Empty when all are
   * @throws StoreException when nothing can be said of any, so that each may be gone or not: to
   *     delete them again does no harm
   */
  List<NotDeleted> delete(Collection<String> keys) throws IOException;

  /**
   * Gives up the writes that never ended, of which a crash left such objects under a temporary
   * folder (see {@link Stores#within}); called before the objects are deleted. Where what they left
   * is the objects themselves, there is nothing to do.
   *
   * @throws StoreException when something of such a write may still be there
   */
  default void giveUp(Collection<String> keys) throws IOException {}

  /** Lists all objects whose keys begin with the prefix, as {@link #list(String, String)} does. */
  default Iterator<StoredObject> list(String prefix) throws IOException {
    return list(prefix, "");
  }

  /**
   * Lists the objects whose keys begin with the prefix and come after a key, in byte order of
   * UTF-8, a page at a time as the caller goes on. Attributes are not listed. Failures surface as
   * {@link java.io.UncheckedIOException} from the iterator.
   *
   * @param after a whole key, which need not be there nor begin with the prefix; empty for all
   */
  Iterator<StoredObject> list(String prefix, String after) throws IOException;

  /**
   * Lists the names of the folders directly below a prefix, in the order of the keys in them: the
   * distinct parts up to the next slash of all keys that have one there. Takes one request per
   * thousand names where the store lists a single level, else one per folder.
   *
   * @param prefix ends with a slash
   */
  default List<String> folders(String prefix) throws IOException {
    List<String> names = new ArrayList<>();
    try {
      Iterator<StoredObject> listed = list(prefix);
      while (listed.hasNext()) {
        String rest = listed.next().key().substring(prefix.length());
        int slash = rest.indexOf('/');
        if (slash >= 0) {
          String name = rest.substring(0, slash);
          names.add(name);
          // The digit 0 follows the slash: this is past all that lies in the folder, and only an
          // object could have exactly this key.
          listed = list(prefix, prefix + name + "0");
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return names;
  }

  /**
   * The objects that must go before there can be one by that key: on a file system the file that
   * has the name of one of the key's folders, or all files below a folder by the key's own name, in
   * byte order and a folder at a time. An object store holds any keys beside each other. The
   * objects may be deleted while the caller goes on. Failures surface as from {@link #list}.
   */
  default Iterator<StoredObject> inTheWay(String key) throws IOException {
    return Collections.emptyIterator();
  }

  /**
   * Why this store could never hold such an object, in words that follow its key ("has 1,100 bytes,
   * and S3 takes 1,024"), or nothing. Looks only at its arguments, so that planning can ask before
   * anything is written.
   */
  Optional<String> objection(String key, Attributes attributes);

  /**
   * Whether folders are there of their own accord, so that one stays when nothing is in it any
   * more. There {@link #delete(String)} removes one that is empty.
   */
  default boolean hasFolders() {
    return false;
  }

  /**
   * Whether bytes that are read arrive as they were sent, or the read fails: over TLS, or where no
   * network lies between.
   */
  default boolean protectsReads() {
    return true;
  }

  /**
   * Returns what was chosen about how objects are kept that are written here, besides their content
   * and attributes: encryption, storage class and the like, by name. Empty where the store decides.
   */
  default Map<String, String> chosenForWrites() {
    return Map.of();
  }

  /**
   * Whether objects keep user metadata and a content type; a store that does not ignores what it is
   * given.
   */
  boolean keepsAttributes();
}
