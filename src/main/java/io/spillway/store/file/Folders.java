package io.spillway.store.file;

import io.spillway.Bytes;
import io.spillway.store.Attributes;
import io.spillway.store.StoredObject;
import io.spillway.store.TreeListing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Reads folders, each at once, in the byte order of the keys below it. */
record Folders(FileNames names, FileErrors errors, Opener opener)
    implements TreeListing.Tree<Folders.Entry> {
  /** {@link Files#newDirectoryStream(Path)}, or its like. */
  interface Opener {
    DirectoryStream<Path> open(Path folder) throws IOException;
  }

  /**
   * A name in a folder.
   *
   * @param order the name, with a slash after that of a folder
   * @param after of a folder: only what comes after this is wanted, relative to it
   */
  record Entry(Bytes order, Path path, boolean isFolder, String after) {}

  @Override
  public boolean isFolder(Entry entry) {
    return entry.isFolder();
  }

  @Override
  public List<Entry> within(Entry folder) {
    return read(folder.path(), "", folder.after());
  }

  @Override
  public Optional<StoredObject> object(Entry file) {
    Path path = file.path();
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

  /** What is below a folder; parameters as of {@link #read}. */
  Iterator<StoredObject> list(Path folder, String namePrefix, String after) {
    return new TreeListing<>(this, read(folder, namePrefix, after));
  }

  /**
   * What a folder holds; nothing when it is not there, or is none.
   *
   * @param namePrefix how the names begin
   * @param after what the keys come after, relative to the folder; empty for all
   * @throws UncheckedIOException when it cannot be read
   */
  List<Entry> read(Path folder, String namePrefix, String after) {
    Bytes first = Bytes.of(after);
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = opener.open(folder)) {
      for (Path path : stream) {
        String name = path.getFileName().toString();
        if (name.startsWith(namePrefix) && !FileNames.isTemporary(name)) {
          entry(path, name, after, first).ifPresent(entries::add);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(errors.explained("list", names.key(folder), e));
    }
    entries.sort(Comparator.comparing(Entry::order));
    return entries;
  }

  private static Optional<Entry> entry(Path path, String name, String after, Bytes first) {
    Bytes asFolder = Bytes.of(name + "/");
    boolean leadsThere = after.startsWith(name + "/");
    if (!leadsThere && asFolder.compareTo(first) <= 0) {
      // So does the name without the slash, and what is below.
      return Optional.empty();
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      String rest = leadsThere ? after.substring(name.length() + 1) : "";
      return Optional.of(new Entry(asFolder, path, true, rest));
    }
    Bytes asFile = Bytes.of(name);
    return asFile.compareTo(first) > 0
        ? Optional.of(new Entry(asFile, path, false, ""))
        : Optional.empty();
  }
}
