package io.spillway.source;

import io.spillway.lakefs.Link;
import io.spillway.lakefs.LinkedPath;
import io.spillway.store.OpenObject;
import java.io.IOException;
import java.util.List;

/** Links to the data of a snapshot's objects, which the source's server presigns. */
public interface PresignedLinks {
  /** The most links that are given at once. */
  int MAX_PAGE = 1_000;

  /**
   * Links to many objects at the price of one request.
   *
   * @param after the key just before the first one wanted; empty to begin
   * @param amount at most so many, 1 to {@link #MAX_PAGE}
   * @return in the order of their keys; fewer than the amount when no more follow
   * @throws io.spillway.store.StoreException when there are none to be had
   */
  List<LinkedPath> list(String after, int amount) throws IOException;

  /**
   * A link to one object, good from now on.
   *
   * @throws io.spillway.store.StoreException when there is none to be had
   */
  Link to(String path) throws IOException;

  /**
   * Reads an object by its link, with the storage's own tag.
   *
   * @param offset the first byte wanted
   * @param ifMatch the tag that it must have, or nothing
   * @throws io.spillway.store.StoreException {@code DENIED} when the storage refuses the link,
   *     which may have expired
   */
  OpenObject open(Link link, String path, long offset, String ifMatch) throws IOException;
}
