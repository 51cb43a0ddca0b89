package io.spillway.object.copy;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The observations of one task about the tags at its destination. Safe for use by many threads.
 *
 * <p>A destination that encrypts with keys of a key service has tags that are not digests, and its
 * listing does not reveal this. After a HEAD has called {@value #ENOUGH} tags opaque, and no tag
 * was anything else, the rest of the task's tags are taken to be opaque as well. Otherwise each
 * object would cost a HEAD.
 */
public final class ObservedTags {
  public static final int ENOUGH = 32;

  private final AtomicInteger opaque = new AtomicInteger();
  private volatile boolean someAreDigests;
  private volatile boolean someAreNot;

  /** Records a tag that a HEAD called opaque. */
  public void sawOpaque() {
    opaque.incrementAndGet();
  }

  /** Records a tag that equals the MD5 of its object's content. */
  public void sawDigest() {
    someAreDigests = true;
  }

  /** Records a tag that looks like an MD5 but is not that of its object's content. */
  public void sawOther() {
    someAreNot = true;
  }

  /** Returns whether tags are no evidence at this destination. */
  public boolean tellNothing() {
    return someAreNot || (!someAreDigests && opaque.get() >= ENOUGH);
  }

  /** Returns whether this store is known to derive tags from content. */
  public boolean areDigests() {
    return someAreDigests;
  }
}
