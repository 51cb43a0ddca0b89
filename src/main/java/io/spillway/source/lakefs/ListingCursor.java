package io.spillway.source.lakefs;

import io.spillway.Bytes;
import io.spillway.lakefs.Entry;
import io.spillway.lakefs.LakeFsClient;
import io.spillway.lakefs.Page;
import io.spillway.source.EntryCursor;
import io.spillway.source.Split;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The entries of a split of the REST listing; memory holds one page. */
final class ListingCursor implements EntryCursor {
  private static final int PAGE = 1000; // lakeFS refuses more

  private final LakeFsClient client;
  private final String repository;
  private final String commitId;
  private final Split split;
  private Iterator<Entry> page = Collections.emptyIterator();
  private Bytes after;
  private boolean hasMore = true;
  private long seen;

  ListingCursor(LakeFsClient client, String repository, String commitId, Split split) {
    this.client = client;
    this.repository = repository;
    this.commitId = commitId;
    this.split = split;
    this.after = split.after();
  }

  @Override
  public @Nullable Entry next() throws IOException {
    if (seen == split.entries()) {
      return null;
    }
    while (!page.hasNext() && hasMore) {
      turnPage();
    }
    if (!page.hasNext()) {
      return atEnd();
    }
    Entry entry = page.next();
    if (entry.key().compareTo(after) <= 0) {
      throw new IOException(
          "lakeFS listed '" + entry.key() + "' after '" + after + "': the listing is out of order");
    }
    after = entry.key();
    seen++;
    return entry;
  }

  private void turnPage() throws IOException {
    long left = split.entries() < 0 ? PAGE : split.entries() - seen;
    Page next = client.list(repository, commitId, after.text(), (int) Math.min(PAGE, left));
    if (next.entries().isEmpty() && next.hasMore()) {
      throw new IOException(
          "lakeFS answered an empty page of its listing and said that there is more");
    }
    page = next.entries().iterator();
    hasMore = next.hasMore();
  }

  private @Nullable Entry atEnd() throws IOException {
    if (split.entries() >= 0) {
      throw new IOException(split + " should have " + split.entries() + " entries and has " + seen);
    }
    return null;
  }

  @Override
  public void close() {
    // holds nothing
  }
}
