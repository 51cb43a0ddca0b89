package io.spillway.store.hadoop;

import io.spillway.base.Bytes;
import io.spillway.store.FolderNames;
import io.spillway.store.Meter;
import io.spillway.store.StoreException;
import io.spillway.store.StoredObject;
import io.spillway.store.Traffic.Kind;
import io.spillway.store.TreeListing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A reader of folders that reads each folder at once and sorts its entries in the byte order of the
 * keys below it.
 */
record HadoopFolders(HadoopFiles files) implements TreeListing.Tree<HadoopFolders.Entry> {

  /**
   * An entry of a folder.
   *
   * @param order the name, with a slash after that of a folder
   * @param size the size of a file, in bytes
   * @param etag the tag of a file
   * @param after for a folder: the exclusive lower bound of the keys to list, relative to the
   *     folder
   */
  record Entry(Bytes order, String key, boolean isFolder, long size, String etag, String after) {}

  /**
   * A filter of names.
   *
   * @param prefix the prefix of the names
   * @param after the exclusive lower bound of the keys, relative to the folder; empty for all
   */
  private record Wanted(String folder, String prefix, String after, Bytes first) {
    Optional<Entry> entry(FileStatus status) {
      String name = status.getPath().getName();
      if (!name.startsWith(prefix) || FolderNames.isTemporary(name)) {
        return Optional.empty();
      }
      String key = HadoopNames.child(folder, name);
      return status.isDirectory() ? folder(key, name) : file(key, name, status);
    }

    private Optional<Entry> folder(String key, String name) {
      Bytes order = Bytes.of(name + "/");
      if (after.startsWith(name + "/")) {
        return Optional.of(new Entry(order, key, true, 0, "", after.substring(name.length() + 1)));
      }
      return order.compareTo(first) > 0
          ? Optional.of(new Entry(order, key, true, 0, "", ""))
          : Optional.empty();
    }

    private Optional<Entry> file(String key, String name, FileStatus status) {
      Bytes order = Bytes.of(name);
      return status.isFile() && order.compareTo(first) > 0
          ? Optional.of(new Entry(order, key, false, status.getLen(), FileTags.of(status), ""))
          : Optional.empty();
    }
  }

  @Override
  public boolean isFolder(Entry entry) {
    return entry.isFolder();
  }

  @Override
  public List<Entry> within(Entry folder) {
    return read(folder.key(), "", folder.after());
  }

  @Override
  public Optional<StoredObject> object(Entry file) {
    return Optional.of(HadoopStore.described(file.key(), file.size(), file.etag()));
  }

  /** Lists the objects below a folder; parameters as of {@link #read}. */
  Iterator<StoredObject> list(String folder, String namePrefix, String after) {
    return new TreeListing<>(this, read(folder, namePrefix, after));
  }

  /**
   * Returns the entries of a folder; empty if it does not exist, or is not a folder.
   *
   * @param folder the key of the folder; empty for the top
   * @param namePrefix the prefix of the names
   * @param after the exclusive lower bound of the keys, relative to the folder; empty for all
   * @throws UncheckedIOException if the folder cannot be read
   */
  List<Entry> read(String folder, String namePrefix, String after) {
    try {
      Path path = files.names().folderPath(folder);
      Wanted wanted = new Wanted(folder, namePrefix, after, Bytes.of(after));
      Meter.current().count(Kind.LIST);
      List<Entry> entries =
          files.list(path, listed -> entries(listed, path.toUri().getPath(), wanted));
      entries.sort(Comparator.comparing(Entry::order));
      return entries;
    } catch (IOException e) {
      StoreException failure = files.errors().explained("list", folder, e);
      if (HadoopErrors.isNotThere(failure)) {
        return List.of();
      }
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Returns the wanted entries of a listing. For a file, Hadoop lists the file itself, which is
   * skipped.
   */
  private static List<Entry> entries(
      RemoteIterator<FileStatus> listed, String folder, Wanted wanted) throws IOException {
    List<Entry> entries = new ArrayList<>();
    while (listed.hasNext()) {
      FileStatus status = listed.next();
      if (!status.getPath().toUri().getPath().equals(folder)) {
        wanted.entry(status).ifPresent(entries::add);
      }
    }
    return entries;
  }
}
