package io.spillway.object;

import io.spillway.store.OpenObject;
import java.io.IOException;
import java.util.List;

/** Links to the data of a snapshot's objects, presigned by the source's server. */
public interface PresignedLinks {
  /** The maximum number of links per request. */
  int MAX_PAGE = 1_000;

  /**
   * Returns links to many objects for the cost of one request.
   *
   * @param after the key just before the first requested key; empty to begin with the first key
   * @param amount the maximum number of links, 1 to {@link #MAX_PAGE}
   * @return links in key order; fewer than the amount if no more follow
   * @throws io.spillway.store.StoreException if no links are available
   */
  List<LinkedPath> list(String after, int amount) throws IOException;

  /**
   * Returns a link to one object, valid from now on.
   *
   * @throws io.spillway.store.StoreException if no link is available
   */
  Link to(String path) throws IOException;

  /**
   * Opens an object by its link, with the storage's own tag.
   *
   * @param offset the first byte to read
   * @param ifMatch the tag that the object must have, or empty
   * @throws io.spillway.store.StoreException {@code DENIED} if the storage rejects the link, which
   *     may have expired
   */
  OpenObject open(Link link, String path, long offset, String ifMatch) throws IOException;
}
