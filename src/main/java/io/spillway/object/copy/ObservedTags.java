package io.spillway.object.copy;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one task learns of the tags at its destination. Safe for use by many threads.
 *
 * <p>A destination that encrypts with keys of a key service has tags that are no digests, and its
 * listing does not say so: after {@value #ENOUGH} tags that a HEAD called opaque, with none that
 * was anything else, the rest of the task's are taken to be opaque too, or each object would cost a
 * HEAD.
 */
public final class ObservedTags {
  public static final int ENOUGH = 32;

  private final AtomicInteger opaque = new AtomicInteger();
  private volatile boolean someAreDigests;
  private volatile boolean someAreNot;

  /** A HEAD said that a tag is no digest. */
  public void sawOpaque() {
    opaque.incrementAndGet();
  }

  /** A tag was the MD5 of its object's content. */
  public void sawDigest() {
    someAreDigests = true;
  }

  /** A tag looked like an MD5 and was not that of its object's content. */
  public void sawOther() {
    someAreNot = true;
  }

  /** Whether tags tell nothing here. */
  public boolean tellNothing() {
    return someAreNot || (!someAreDigests && opaque.get() >= ENOUGH);
  }

  /** Whether this store is known to make tags of contents. */
  public boolean areDigests() {
    return someAreDigests;
  }
}
