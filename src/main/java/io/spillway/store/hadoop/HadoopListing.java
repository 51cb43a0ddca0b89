package io.spillway.store.hadoop;

import io.spillway.store.StoredObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Files below a folder in byte order of their keys. It holds the names of one folder per level,
 * never the whole tree: with a slash after the names of folders, the order inside each folder is
 * the order of keys.
 */
final class HadoopListing implements Iterator<StoredObject> {
  private final HadoopFolders folders;
  private final Deque<Iterator<HadoopFolders.Entry>> open = new ArrayDeque<>();
  private @Nullable StoredObject next;

  /**
   * @param folder its key; empty for the top
   * @param namePrefix how the names right in the folder begin
   * @param after what the keys come after, relative to the folder; empty for all
   */
  HadoopListing(HadoopFolders folders, String folder, String namePrefix, String after) {
    this.folders = folders;
    open.push(folders.read(folder, namePrefix, after).iterator());
    advance();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public StoredObject next() {
    StoredObject current = next;
    if (current == null) {
      throw new NoSuchElementException();
    }
    advance();
    return current;
  }

  private void advance() {
    next = null;
    while (next == null && !open.isEmpty()) {
      if (!open.peek().hasNext()) {
        open.pop();
        continue;
      }
      HadoopFolders.Entry found = open.peek().next();
      if (found.isFolder()) {
        open.push(folders.read(found.key(), "", found.after()).iterator());
      } else {
        next = found.object();
      }
    }
  }
}
