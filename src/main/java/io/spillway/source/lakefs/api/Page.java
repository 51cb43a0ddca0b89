package io.spillway.source.lakefs.api;

import io.spillway.object.Entry;
import java.util.List;

/**
 * A page of a listing, in byte order of the paths.
 *
 * @param entries entries with whole addresses, and without identities
 * @param hasMore whether more entries follow the last of these
 */
public record Page(List<Entry> entries, boolean hasMore) {
  public Page {
    entries = List.copyOf(entries);
  }
}
