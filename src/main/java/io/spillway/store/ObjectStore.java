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
 * One container of objects: a bucket, a file system, a map in memory. Keys are whole keys in the
 * container and are taken literally. An object store accepts every key without folding it; a file
 * system rejects ({@link StoreException.Reason#UNFIT}) the keys that it cannot hold exactly.
 *
 * <p>Every implementation promises the following, and one contract test verifies it:
 *
 * <ul>
 *   <li><b>Atomic.</b> {@link #write}, {@link #create} and {@link #copy} publish all bytes and
 *       attributes at once: a reader of the key sees the old object or the new one, and after a
 *       failure the old one or, with {@link StoreException.Reason#UNKNOWN}, either.
 *   <li><b>Idempotent.</b> A write, a copy or a delete may be repeated. Deleting an absent object
 *       is not an error.
 *   <li><b>Exclusive.</b> If several calls of {@link #create} for one key run concurrently, exactly
 *       one succeeds.
 *   <li><b>Lost answers.</b> If an SDK's own retry misreads a lost answer (a 412 for its own
 *       create), the store reads the object back before it reports. If the outcome remains open,
 *       the reason is {@link StoreException.Reason#UNKNOWN} and the caller reads back.
 *   <li><b>Retries</b> happen in the SDK, behind this interface only; callers do not retry.
 * </ul>
 *
 * <p>All methods throw {@link StoreException} for errors that a store reports; instances are safe
 * for use by many threads.
 */
public interface ObjectStore extends Closeable {
  /** Returns the container, for example {@code s3://bucket/}. */
  Location container();

  /**
   * Returns the metadata of an object, or empty if it does not exist. A key that the store cannot
   * hold does not exist; nor does a key in a missing container, if the store cannot tell the two
   * apart (S3).
   */
  Optional<StoredObject> stat(String key) throws IOException;

  /**
   * Returns the time since an object was written, rounded up, by the clock of the store alone: an
   * object that is written later is younger. Empty if the object does not exist, or the store does
   * not report it.
   */
  default Optional<Duration> age(String key) throws IOException {
    return Optional.empty();
  }

  /**
   * Opens an object from a byte on. An offset at its end gives an empty stream, also for an empty
   * object.
   *
   * <p>The stream throws {@link StoreException} if it breaks off; it never ends early without an
   * error.
   *
   * @throws StoreException {@code NOT_FOUND} if the object does not exist, {@code REFUSED} if the
   *     offset is past its end
   */
  OpenObject open(String key, long offset) throws IOException;

  /**
   * Opens an object again from a byte on, like {@link #open(String, long)}, unless its tag has
   * changed.
   *
   * @param ifMatch the tag of the earlier read; a store without tags cannot keep this promise, and
   *     an empty tag matches nothing
   * @throws StoreException {@code CHANGED} if the tag differs
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
   * Writes an object and replaces an existing one. Memory is bounded regardless of the size.
   *
   * <p>A body with a known MD5 may be streamed, and opened again if a request has to be repeated; a
   * body without one is opened once. After a body's stream has thrown, it is not opened again.
   *
   * <p>Exceptions of the body's stream are passed on unchanged: a {@link StoreException} may come
   * from the source.
   *
   * @throws StoreException {@code UNFIT} if the store cannot hold the key or the attributes, {@code
   *     REFUSED} if the body ends before or after its size
   */
  WrittenObject write(String key, Body body, Attributes attributes) throws IOException;

  /**
   * Begins to write an object whose size is not known in advance. {@link Stores#within} describes
   * how the remains of a write after a crash are found.
   *
   * @throws StoreException {@code UNFIT} if the store cannot hold the key or the attributes
   */
  OpenWrite begin(String key, Attributes attributes) throws IOException;

  /**
   * Writes a small object if none exists under the key.
   *
   * @return whether this call created the object; false if one existed, which is left unchanged
   * @throws StoreException {@code UNKNOWN} if no answer came and no object exists, so that one may
   *     still appear; {@code UNFIT} as in {@link #write}
   */
  boolean create(String key, byte[] content, Attributes attributes) throws IOException;

  /**
   * Returns whether {@link #copy} from that store could work: one client with one set of
   * credentials serves both. Checks the settings only, which is cheap; only a copy proves it.
   */
  boolean reaches(ObjectStore source);

  /**
   * Copies an object of any size inside the server, with the given attributes in place of the
   * source's.
   *
   * @param source a store for which {@link #reaches} holds
   * @param sourceKey the key in {@code source}
   * @param ifMatch the tag that the source must have for the copy to proceed
   * @param size the source's size in bytes
   * @throws StoreException {@code CHANGED} if the tag differs, {@code NOT_FOUND} if the source does
   *     not exist
   */
  WrittenObject copy(
      ObjectStore source,
      String sourceKey,
      String ifMatch,
      long size,
      String key,
      Attributes attributes)
      throws IOException;

  /** Deletes an object; does nothing if it does not exist. */
  void delete(String key) throws IOException;

  /**
   * The number of keys that {@link #delete(Collection)} deletes best at once: as many as S3 does.
   */
  int DELETED_AT_ONCE = 1_000;

  /**
   * Deletes many objects with as few requests as the store allows, in no particular order. Absent
   * keys count as deleted.
   *
   * @param keys any number of keys, possibly none
   * @return the objects that could not be deleted, with reasons; every other key is deleted. Empty
   *     if all are deleted
   * @throws StoreException if the outcome of every deletion is unknown; deleting the keys again
   *     does no harm
   */
  List<NotDeleted> delete(Collection<String> keys) throws IOException;

  /**
   * Gives up unfinished writes whose remains a crash left as these objects under a temporary folder
   * (see {@link Stores#within}); called before the objects are deleted. Does nothing if the objects
   * themselves are the remains.
   *
   * @throws StoreException if remains of such a write may still exist
   */
  default void giveUp(Collection<String> keys) throws IOException {}

  /** Lists all objects whose keys begin with the prefix, as {@link #list(String, String)} does. */
  default Iterator<StoredObject> list(String prefix) throws IOException {
    return list(prefix, "");
  }

  /**
   * Lists the objects whose keys begin with the prefix and come after a key, in byte order of
   * UTF-8. Fetches one page at a time as the caller iterates. Attributes are not listed. Failures
   * surface as {@link java.io.UncheckedIOException} from the iterator.
   *
   * @param after a whole key, which need not exist nor begin with the prefix; empty for all
   */
  Iterator<StoredObject> list(String prefix, String after) throws IOException;

  /**
   * Lists the names of the folders directly below a prefix, in the order of the keys in them: the
   * distinct parts up to the next slash of all keys that have one there. Takes one request per
   * thousand names if the store can list a single level, otherwise one per folder.
   *
   * @param prefix a key prefix that ends with a slash
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
          // The digit 0 follows the slash: this is past all keys in the folder, and only an object
          // could have exactly this key.
          listed = list(prefix, prefix + name + "0");
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return names;
  }

  /**
   * Lists the objects that must be deleted before an object can exist under the key: on a file
   * system the file that has the name of one of the key's folders, or all files below a folder with
   * the key's own name, in byte order and one folder at a time. An object store holds any keys side
   * by side. The caller may delete the objects while it iterates. Failures surface as from {@link
   * #list}.
   */
  default Iterator<StoredObject> inTheWay(String key) throws IOException {
    return Collections.emptyIterator();
  }

  /**
   * Returns the reason why this store could never hold such an object, in words that follow its key
   * ("has 1,100 bytes, and S3 takes 1,024"), or empty. Checks only its arguments, so that planning
   * can ask before anything is written.
   */
  Optional<String> objection(String key, Attributes attributes);

  /**
   * Returns whether listings may hide {@code p/q} if {@code p} exists, as those of some servers
   * that speak S3 do. Sends no request; only a probe proves it.
   */
  default boolean mayHideKeys() {
    return false;
  }

  /**
   * Returns whether folders exist independently of objects, so that an empty folder remains. In
   * such a store {@link #delete(String)} removes an empty folder.
   */
  default boolean hasFolders() {
    return false;
  }

  /**
   * Returns whether a read either delivers the bytes as they were sent or fails: over TLS, or if no
   * network is involved.
   */
  default boolean protectsReads() {
    return true;
  }

  /**
   * Returns the user's choices for the storage of objects that are written here, besides their
   * content and attributes: encryption, storage class and the like, by name. Empty if the store
   * decides.
   */
  default Map<String, String> chosenForWrites() {
    return Map.of();
  }

  /**
   * Returns whether objects keep user metadata and a content type; otherwise the store ignores
   * them.
   */
  boolean keepsAttributes();
}
