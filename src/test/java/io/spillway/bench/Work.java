package io.spillway.bench;

import java.util.List;
import java.util.Optional;

/**
 * What one case wants done.
 *
 * @param repository where the objects are committed
 * @param commit the state to bring to the destination
 * @param base the state that the destination holds before, if any
 * @param before what brings the destination to that state
 * @param copies what there is to copy
 * @param deletes names to delete at the destination
 * @param plain where the objects of the commit lie under their own names: bucket and prefix
 */
record Work(
    String repository,
    String commit,
    Optional<String> base,
    List<Item> before,
    List<Item> copies,
    List<String> deletes,
    Optional<String> plain) {
  /**
   * An object.
   *
   * @param bucket it lies in
   * @param key it has there
   * @param name it gets under the destination
   * @param size in bytes
   */
  record Item(String bucket, String key, String name, long size) {}

  /** All that is to be done, in objects. */
  long actions() {
    return copies.size() + (long) deletes.size();
  }

  /** All that is to be copied. */
  long bytes() {
    return copies.stream().mapToLong(Item::size).sum();
  }
}
