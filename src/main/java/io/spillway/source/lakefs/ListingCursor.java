package io.spillway.source.lakefs;

import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import io.spillway.object.EntryCursor;
import io.spillway.source.lakefs.api.LakeFsClient;
import io.spillway.source.lakefs.api.Page;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A cursor over the entries of a REST listing between two keys. Holds one page in memory. */
final class ListingCursor implements EntryCursor {
  private static final int PAGE = 1000; // lakeFS rejects larger pages

  private final LakeFsClient client;
  private final String repository;
  private final String commitId;
  private final Bytes last;
  private Iterator<Entry> page = Collections.emptyIterator();
  private Bytes after;
  private long wanted;
  private boolean hasMore = true;

  /**
   * Creates a cursor, which sends no request yet.
   *
   * @param expected the expected number of entries, so that no more are requested; -1 if they were
   *     not counted
   */
  ListingCursor(
      LakeFsClient client,
      String repository,
      String commitId,
      long expected,
      Bytes after,
      Bytes last) {
    this.client = client;
    this.repository = repository;
    this.commitId = commitId;
    this.after = after;
    this.last = last;
    this.wanted = expected < 0 ? Long.MAX_VALUE : expected;
  }

  @Override
  public @Nullable Entry next() throws IOException {
    while (!page.hasNext() && hasMore) {
      turnPage();
    }
    if (!page.hasNext()) {
      return null;
    }
    Entry entry = page.next();
    if (entry.key().compareTo(after) <= 0) {
      throw new IOException(
          "lakeFS listed '" + entry.key() + "' after '" + after + "': the listing is out of order");
    }
    after = entry.key();
    if (last.length() > 0 && after.compareTo(last) >= 0) {
      hasMore = false;
      page = Collections.emptyIterator();
      return after.equals(last) ? entry : null;
    }
    return entry;
  }

  /**
   * Returns the size of the next page. It is at least one, so that a listing that grew is detected.
   */
  private int amount() {
    return (int) Math.max(1, Math.min(PAGE, wanted));
  }

  private void turnPage() throws IOException {
    Page next = client.list(repository, commitId, after.text(), amount());
    wanted -= next.entries().size();
    if (next.entries().isEmpty() && next.hasMore()) {
      throw new IOException(
          "lakeFS answered an empty page of its listing and said that there is more");
    }
    page = next.entries().iterator();
    hasMore = next.hasMore();
  }

  @Override
  public void close() {
    // no resources to release
  }
}
