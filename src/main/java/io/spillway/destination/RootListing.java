package io.spillway.destination;

import io.spillway.base.Bytes;
import io.spillway.ledger.Marker;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The data at a destination's root, in key order, without Spillway's own folder. */
final class RootListing implements Iterator<Found> {
  private static final String OWN = Prefix.OWN_FOLDER + "/";

  /**
   * A key after all that Spillway writes in its folder. It is ASCII because some stores support
   * nothing else in this position.
   */
  private static final String PAST_OWN = OWN + "~";

  private final Prefix prefix;
  private final String folder;
  private Iterator<StoredObject> listed = Collections.emptyIterator();
  private @Nullable Found next;
  private boolean jumped;

  RootListing(Prefix prefix, Bytes after) throws IOException {
    this.prefix = prefix;
    this.folder = prefix.key("");
    list(after.text());
    advance();
  }

  private void list(String after) throws IOException {
    listed = prefix.store().list(folder, after.isEmpty() ? "" : folder + after);
  }

  private void advance() {
    next = null;
    while (next == null && listed.hasNext()) {
      StoredObject object = listed.next();
      String name = object.key().substring(folder.length());
      if (name.startsWith(OWN)) {
        jump();
      } else if (isOfAnExport(name)) {
        next = new Found(Bytes.of(name), object.size(), object.etag());
      }
    }
  }

  /**
   * Returns whether an object can be of an export: neither a marker nor an object with the root's
   * own name, which consoles create for a folder.
   */
  private static boolean isOfAnExport(String name) {
    return !name.isEmpty() && !Marker.isNameOfOne(name);
  }

  /**
   * Continues the listing after Spillway's own folder, but only once. Objects of others that still
   * follow there are skipped one by one.
   */
  private void jump() {
    if (jumped) {
      return;
    }
    jumped = true;
    try {
      list(PAST_OWN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Found next() {
    Found current = next;
    if (current == null) {
      throw new NoSuchElementException();
    }
    advance();
    return current;
  }
}
