package io.spillway.object.copy;

import io.spillway.base.Bytes;
import io.spillway.object.Link;
import io.spillway.object.LinkedPath;
import io.spillway.object.PresignedLinks;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The presigned links of one task, requested by the page. The keys of a task come in key order or
 * nearly so, and pages follow each other like the keys.
 *
 * <p>The page size depends on how many links of the last page were used. lakeFS signs about fifteen
 * links in the time of one request, so a page pays off if one link in fifteen is used. Pages grow
 * fourfold while half of their links are used, and shrink to a quarter when less than an eighth is
 * used. A full export thus sends one request per thousand objects, and a diff whose keys lie far
 * apart requests four links at a time.
 *
 * <p>A link is dropped when it is taken, when it is about to expire, and when two pages have
 * followed its own.
 */
final class LinkWindow {
  private static final int FIRST_PAGE = 16;
  private static final int SHORTEST_PAGE = 4;
  private static final int GROWTH = 4;

  private final Supplier<Optional<PresignedLinks>> source;
  private final InstantSource clock;
  private final ConcurrentSkipListSet<Bytes> waiting = new ConcurrentSkipListSet<>();
  private Map<String, Link> page = new HashMap<>();
  private Map<String, Link> before = new HashMap<>();
  private Bytes to = Bytes.EMPTY;
  private int amount;
  private int size;
  private long expected;

  /**
   * Creates a window without links.
   *
   * @param source provides the links, if available
   * @param expected the maximum number of objects that the task reads; pages are no longer than
   *     that
   * @param dense whether the task reads every object between its first and last key
   */
  LinkWindow(
      Supplier<Optional<PresignedLinks>> source,
      InstantSource clock,
      long expected,
      boolean dense) {
    this.source = source;
    this.clock = clock;
    this.expected = expected;
    this.amount = dense ? PresignedLinks.MAX_PAGE : FIRST_PAGE;
  }

  /** Returns whether links may be available; may send a request to the server. */
  boolean isOpen() {
    return source.get().isPresent();
  }

  private PresignedLinks links() throws StoreException {
    return source
        .get()
        .orElseThrow(
            () -> new StoreException(Reason.DENIED, "lakeFS presigns no links to this storage."));
  }

  /** Returns an unused link to an object. */
  Link take(String path) throws IOException {
    Bytes key = Bytes.of(path);
    waiting.add(key);
    @Nullable Link known;
    try {
      known = takeInTurn(path, key);
    } finally {
      waiting.remove(key);
    }
    // No link is available: the key came late, or its link has expired or was taken.
    return known == null ? renew(path) : known;
  }

  /** Returns a new link to an object whose previous link was refused. */
  Link renew(String path) throws IOException {
    return links().to(path);
  }

  boolean isStale(Link link) {
    return link.isStale(clock.instant());
  }

  OpenObject open(Link link, String path, long offset, String ifMatch) throws IOException {
    return links().open(link, path, offset, ifMatch);
  }

  private synchronized @Nullable Link takeInTurn(String path, Bytes key) throws IOException {
    Link known = find(path);
    if (known == null && key.compareTo(to) > 0) {
      turnTo(key);
      known = find(path);
    }
    expected--;
    return known;
  }

  private @Nullable Link find(String path) {
    Link known = page.remove(path);
    if (known == null) {
      known = before.remove(path);
    }
    if (known != null && isStale(known)) {
      forget();
      return null;
    }
    return known;
  }

  /** Drops all links, because the others are at least as old as the stale one. */
  private void forget() {
    page.clear();
    before.clear();
    size = 0;
    to = Bytes.EMPTY;
  }

  /**
   * Requests the next page if the key is likely to be on it, else a page that begins with the key.
   */
  private void turnTo(Bytes key) throws IOException {
    boolean follows = to.length() > 0 && isWellUsed();
    adapt();
    if (follows) {
      turn(to);
    }
    if (key.compareTo(to) > 0) {
      adapt();
      Bytes first = waiting.higher(to);
      turn(justBefore(first == null ? key : first));
    }
  }

  private boolean isWellUsed() {
    return size > 0 && 2 * used() >= size;
  }

  private int used() {
    return size - page.size();
  }

  /** Adapts the page size to the use of the last page, once per page. */
  private void adapt() {
    if (size == 0) {
      return;
    }
    if (isWellUsed()) {
      amount = Math.min(PresignedLinks.MAX_PAGE, amount * GROWTH);
    } else if (8 * used() < size) {
      amount = Math.max(SHORTEST_PAGE, size / GROWTH);
    }
    size = 0;
  }

  private void turn(Bytes after) throws IOException {
    int wanted = (int) Math.min(amount, Math.max(SHORTEST_PAGE, expected));
    List<LinkedPath> next = links().list(after.text(), wanted);
    before = page;
    page = new HashMap<>();
    next.forEach(linked -> page.put(linked.path(), linked.link()));
    size = next.size();
    to = next.isEmpty() ? after : Bytes.of(next.get(next.size() - 1).path());
  }

  /**
   * Returns a text after which a listing begins with the given key; lakeFS is unlikely to have any
   * key in between. The last code point is lowered by one, and the highest code point is appended.
   */
  static Bytes justBefore(Bytes key) {
    String text = key.text();
    if (text.isEmpty()) {
      return key;
    }
    int last = text.codePointBefore(text.length());
    String start = text.substring(0, text.length() - Character.charCount(last));
    if (last == 0) {
      return Bytes.of(start);
    }
    int lower = last - 1;
    // Surrogates are not characters of their own.
    int valid =
        lower >= Character.MIN_SURROGATE && lower <= Character.MAX_SURROGATE ? 0xd7ff : lower;
    return Bytes.of(
        new StringBuilder(start)
            .appendCodePoint(valid)
            .appendCodePoint(Character.MAX_CODE_POINT)
            .toString());
  }
}
