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
 * The links by which one task reads, asked for by the page. A task's keys come in their order, or
 * nearly so, and pages follow each other like the keys.
 *
 * <p>How long a page is follows how many links of the last one were used. lakeFS signs about
 * fifteen links in the time of one request, so a page is worth its price when one link in fifteen
 * is used: pages grow fourfold while half of their links are used, and shrink to a quarter when it
 * is less than an eighth. A full export so asks once per thousand objects, and a difference whose
 * keys lie far apart for four links at a time.
 *
 * <p>Links are forgotten when they are taken, when they are about to expire, and when two pages
 * have come after theirs.
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
   * No links yet.
   *
   * @param source gives the links, if there are any
   * @param expected how many objects the task will read, at most; pages are no longer than that
   * @param dense whether it will read all objects that lie in its stretch of keys
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

  /** Whether there may be links at all; may ask the server. */
  boolean isOpen() {
    return source.get().isPresent();
  }

  private PresignedLinks links() throws StoreException {
    return source
        .get()
        .orElseThrow(
            () -> new StoreException(Reason.DENIED, "lakeFS presigns no links to this storage."));
  }

  /** A link to an object that nobody has used. */
  Link take(String path) throws IOException {
    Bytes key = Bytes.of(path);
    waiting.add(key);
    @Nullable Link known;
    try {
      known = takeInTurn(path, key);
    } finally {
      waiting.remove(key);
    }
    // None that is ahead: it came late, or its link has expired or was taken.
    return known == null ? renew(path) : known;
  }

  /** A link to an object that was refused by another one. */
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

  /** All of them are as old, or older. */
  private void forget() {
    page.clear();
    before.clear();
    size = 0;
    to = Bytes.EMPTY;
  }

  /** The next page, if the key is likely to be on it; else one that begins with the key. */
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

  /** Learns from the last page, once. */
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
   * Text after which a listing begins with that key: nothing that lakeFS holds is likely to lie
   * between. The last code point is lowered by one, and the highest of all comes behind it.
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
    // There are no characters of their own between these two.
    int valid =
        lower >= Character.MIN_SURROGATE && lower <= Character.MAX_SURROGATE ? 0xd7ff : lower;
    return Bytes.of(
        new StringBuilder(start)
            .appendCodePoint(valid)
            .appendCodePoint(Character.MAX_CODE_POINT)
            .toString());
  }
}
