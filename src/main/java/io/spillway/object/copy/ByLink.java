package io.spillway.object.copy;

import io.spillway.object.Entry;
import io.spillway.object.Link;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An entry's data, read from its storage by a presigned link. A refused link has usually expired,
 * so it is renewed once per open.
 */
final class ByLink implements StreamedCopy.Origin {
  private final LinkWindow window;
  private final Entry entry;
  private volatile @Nullable Link link;

  ByLink(LinkWindow window, Entry entry) {
    this.window = window;
    this.entry = entry;
  }

  @Override
  public boolean protectsReads() {
    Link used = link;
    return used != null && used.isEncrypted();
  }

  @Override
  public OpenObject open() throws IOException {
    return openBy(window.take(entry.path()), 0, "");
  }

  @Override
  public OpenObject open(long offset, String ifMatch) throws IOException {
    Link used = link;
    if (used == null || window.isStale(used)) {
      used = window.renew(entry.path());
    }
    return openBy(used, offset, ifMatch);
  }

  private OpenObject openBy(Link first, long offset, String ifMatch) throws IOException {
    link = first;
    try {
      return window.open(first, entry.path(), offset, ifMatch);
    } catch (StoreException e) {
      if (e.reason() != Reason.DENIED) {
        throw e;
      }
      Link second = window.renew(entry.path());
      link = second;
      return window.open(second, entry.path(), offset, ifMatch);
    }
  }
}
