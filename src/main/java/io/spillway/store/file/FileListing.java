package io.spillway.store.file;

import io.spillway.Bytes;
import io.spillway.store.Attributes;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Files below a folder in byte order of their keys. It holds the names of one folder per level,
 * never the whole tree: with a slash after the names of folders, the order inside each folder is
 * the order of keys.
 */
final class FileListing implements Iterator<StoredObject> {
  private final FileNames names;
  private final FileErrors errors;
  private final Deque<Iterator<Found>> open = new ArrayDeque<>();
  private @Nullable StoredObject next;

  private record Found(Bytes order, Path path, boolean folder) {}

  FileListing(FileNames names, FileErrors errors, Path folder, String namePrefix) {
    this.names = names;
    this.errors = errors;
    open.push(entries(folder, namePrefix).iterator());
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
      Found found = open.peek().next();
      if (found.folder()) {
        open.push(entries(found.path(), "").iterator());
      } else {
        next = described(found.path()).orElse(null);
      }
    }
  }

  private List<Found> entries(Path folder, String namePrefix) {
    List<Found> found = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path path : stream) {
        String name = path.getFileName().toString();
        if (name.startsWith(namePrefix) && !FileNames.isTemporary(name)) {
          boolean isFolder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
          found.add(new Found(Bytes.of(isFolder ? name + "/" : name), path, isFolder));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(errors.explained("list", names.key(folder), e));
    }
    found.sort((one, other) -> one.order().compareTo(other.order()));
    return found;
  }

  /** Nothing for what is no file, or was deleted since its folder was read. */
  private Optional<StoredObject> described(Path path) {
    try {
      BasicFileAttributes attributes = FileStore.attributes(names, path);
      return attributes.isRegularFile()
          ? Optional.of(
              new StoredObject(names.key(path), attributes.size(), "", false, Attributes.NONE))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(errors.explained("list", names.key(path), e));
    }
  }
}
