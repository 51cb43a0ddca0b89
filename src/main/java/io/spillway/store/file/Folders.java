package io.spillway.store.file;

import io.spillway.base.Bytes;
import io.spillway.store.Attributes;
import io.spillway.store.FolderNames;
import io.spillway.store.StoredObject;
import io.spillway.store.TreeListing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A reader of folders that reads each folder at once and sorts its entries in the byte order of the
 * keys below it.
 */
record Folders(FileNames names, FileErrors errors, Opener opener)
    implements TreeListing.Tree<Folders.Entry> {
  /** A function like {@link FolderTree#at}. */
  interface Opener {
    OpenFolder open(Path folder) throws IOException;
  }

  /**
   * An entry of a folder.
   *
   * @param order the name, with a slash after that of a folder
   * @param size the size of a file, in bytes
   * @param after for a folder: the exclusive lower bound of the keys to list, relative to the
   *     folder
   */
  record Entry(Bytes order, Path path, boolean isFolder, long size, String after) {}

  @Override
  public boolean isFolder(Entry entry) {
    return entry.isFolder();
  }

  @Override
  public List<Entry> within(Entry folder) {
    return read(folder.path(), "", folder.after());
  }

  /** {@inheritDoc} Returns the state at the time when the folder was read. */
  @Override
  public Optional<StoredObject> object(Entry file) {
    return Optional.of(
        new StoredObject(names.key(file.path()), file.size(), "", false, Attributes.NONE));
  }

  /** Lists the objects below a folder; parameters as of {@link #read}. */
  Iterator<StoredObject> list(Path folder, String namePrefix, String after) {
    return new TreeListing<>(this, read(folder, namePrefix, after));
  }

  /**
   * Returns the entries of a folder; empty if it does not exist, or is not a folder.
   *
   * @param namePrefix the prefix of the names
   * @param after the exclusive lower bound of the keys, relative to the folder; empty for all
   * @throws UncheckedIOException if the folder cannot be read
   */
  List<Entry> read(Path folder, String namePrefix, String after) {
    List<Entry> entries = new ArrayList<>();
    try (OpenFolder open = opener.open(folder);
        DirectoryStream<Path> stream = open.handle().names()) {
      Bytes first = Bytes.of(after);
      for (Path path : stream) {
        String name = path.getFileName().toString();
        if (name.startsWith(namePrefix) && !FolderNames.isTemporary(name)) {
          entry(open, name, after, first).ifPresent(entries::add);
        }
      }
    } catch (NoSuchFileException | UnfitFolderException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(errors.explained("list", names.key(folder), e));
    }
    entries.sort(Comparator.comparing(Entry::order));
    return entries;
  }

  private Optional<Entry> entry(OpenFolder folder, String name, String after, Bytes first)
      throws IOException {
    Bytes asFolder = Bytes.of(name + "/");
    boolean leadsThere = after.startsWith(name + "/");
    if (!leadsThere && asFolder.compareTo(first) <= 0) {
      // The name without the slash and everything below it come before the bound too.
      return Optional.empty();
    }
    Optional<BasicFileAttributes> there = folder.handle().attributes(name);
    Path path = folder.path().resolve(name);
    if (there.isPresent() && there.get().isDirectory()) {
      String rest = leadsThere ? after.substring(name.length() + 1) : "";
      return Optional.of(new Entry(asFolder, path, true, 0, rest));
    }
    Bytes asFile = Bytes.of(name);
    if (there.isEmpty() || asFile.compareTo(first) <= 0) {
      return Optional.empty();
    }
    return file(path, there.get())
        .map(BasicFileAttributes::size)
        .map(size -> new Entry(asFile, path, false, size, ""));
  }

  /** Returns the attributes of a file. Follows a link only outside of the root. */
  private Optional<BasicFileAttributes> file(Path path, BasicFileAttributes there)
      throws IOException {
    BasicFileAttributes attributes = there;
    if (there.isSymbolicLink() && !names.isBelowRoot(path)) {
      try {
        attributes = Files.readAttributes(path, BasicFileAttributes.class);
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
    }
    return attributes.isRegularFile() ? Optional.of(attributes) : Optional.empty();
  }
}
