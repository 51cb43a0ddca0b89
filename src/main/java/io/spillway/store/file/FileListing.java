package io.spillway.store.file;

import io.spillway.store.Attributes;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Files below a folder in byte order of their keys. It holds the names of one folder per level,
 * never the whole tree: with a slash after the names of folders, the order inside each folder is
 * the order of keys.
 */
final class FileListing implements Iterator<StoredObject> {
  private final Folders folders;
  private final Deque<Iterator<Folders.Entry>> open = new ArrayDeque<>();
  private @Nullable StoredObject next;

  /**
   * @param namePrefix how the names right in the folder begin
   * @param after what the keys come after, relative to the folder; empty for all
   */
  FileListing(Folders folders, Path folder, String namePrefix, String after) {
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
      Folders.Entry found = open.peek().next();
      if (found.isFolder()) {
        open.push(folders.read(found.path(), "", found.after()).iterator());
      } else {
        next = described(found.path()).orElse(null);
      }
    }
  }

  /** Nothing for what is no file, or was deleted since its folder was read. */
  private Optional<StoredObject> described(Path path) {
    FileNames names = folders.names();
    try {
      BasicFileAttributes attributes = FileStore.attributes(names, path);
      return attributes.isRegularFile()
          ? Optional.of(
              new StoredObject(names.key(path), attributes.size(), "", false, Attributes.NONE))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(folders.errors().explained("list", names.key(path), e));
    }
  }
}
