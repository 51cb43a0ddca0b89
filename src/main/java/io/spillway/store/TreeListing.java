package io.spillway.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Files below a folder in byte order of their keys, for stores that keep objects as files. The
 * listing holds the names of one folder per level, never the whole tree: with a slash after the
 * names of folders, the order inside each folder is the order of keys.
 *
 * @param <E> a name in a folder
 */
public final class TreeListing<E> implements Iterator<StoredObject> {
  private final Tree<E> tree;
  private final Deque<Iterator<E>> open = new ArrayDeque<>();
  private @Nullable StoredObject next;

  /** Access to the entries of folders. */
  public interface Tree<E> {
    /** Returns whether the entry is a folder. */
    boolean isFolder(E entry);

    /**
     * Returns the entries of a folder, in the byte order of the keys below it; empty if the folder
     * no longer exists.
     *
     * @throws java.io.UncheckedIOException if the folder cannot be read
     */
    List<E> within(E folder);

    /**
     * Returns the object of a file; empty if the entry is not a file or no longer exists.
     *
     * @throws java.io.UncheckedIOException if the file's metadata cannot be read
     */
    Optional<StoredObject> object(E file);
  }

  /** Creates a listing that begins with the entries of the top folder. */
  public TreeListing(Tree<E> tree, List<E> top) {
    this.tree = tree;
    open.push(top.iterator());
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
      E found = open.peek().next();
      if (tree.isFolder(found)) {
        open.push(tree.within(found).iterator());
      } else {
        next = tree.object(found).orElse(null);
      }
    }
  }
}
