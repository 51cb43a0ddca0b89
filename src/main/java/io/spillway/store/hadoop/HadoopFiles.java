package io.spillway.store.hadoop;

import io.spillway.store.StoreException;
import io.spillway.store.Urgent;
import io.spillway.store.WriteGuard;
import io.spillway.store.WriteRefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.Optional;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Single requests to one file system, by its paths. They throw Hadoop's own exceptions, and {@code
 * LAPSED} for a change that the guard refuses. A change under way, including Hadoop's own retries,
 * is interrupted if its permission lapses.
 *
 * @param guard the guard of all changes
 * @param syncs whether datanodes force each block to disk before the file is closed
 */
record HadoopFiles(
    HadoopSystem system, HadoopNames names, HadoopErrors errors, WriteGuard guard, boolean syncs) {
  /** A function that consumes a listing as it arrives. */
  interface Reading<T> {
    T of(RemoteIterator<FileStatus> listed) throws IOException;
  }

  /** An existing entry and its key. */
  record Found(String key, FileStatus status) {}

  /** Returns the status of an entry; empty if it does not exist, or cannot exist. */
  Optional<FileStatus> status(Path path) throws IOException {
    try {
      return Optional.of(system.ask(files -> files.getFileStatus(path)));
    } catch (IOException e) {
      if (HadoopErrors.isNotThere(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private <T> T change(String verb, Path path, HadoopSystem.Question<T> question)
      throws IOException {
    Thread caller = Thread.currentThread();
    try (WriteGuard.Permit ignored = guard.begin(caller::interrupt)) {
      return system.ask(question);
    } catch (WriteRefusedException e) {
      throw e.explained(verb + " " + path);
    } catch (IOException e) {
      guard.check(verb + " " + path);
      throw e;
    }
  }

  FSDataInputStream open(Path path) throws IOException {
    return system.ask(files -> files.open(path));
  }

  /** Creates a new file and the folders above it; the caller closes the stream. */
  OutputStream create(Path path) throws IOException {
    EnumSet<CreateFlag> how = EnumSet.of(CreateFlag.CREATE);
    if (syncs && !Urgent.isNow()) {
      // hsync would force only the block that is being written.
      how.add(CreateFlag.SYNC_BLOCK);
    }
    return change(
        "write", path, files -> files.create(path, how, Options.CreateOpts.createParent()));
  }

  /** Renames a file. Always returns true. */
  boolean rename(Path from, Path to, Options.Rename how) throws IOException {
    return change(
        "rename",
        from,
        files -> {
          files.rename(from, to, how);
          return true;
        });
  }

  /** Deletes a file or an empty folder, and returns whether it existed. */
  boolean delete(Path path) throws IOException {
    return change("delete", path, files -> files.delete(path, false));
  }

  <T> T list(Path folder, Reading<T> reading) throws IOException {
    return system.ask(files -> reading.of(files.listStatus(folder)));
  }

  /** Returns whether a folder exists and is empty. For a file, Hadoop lists the file itself. */
  boolean isEmpty(Path folder) throws IOException {
    return list(folder, listed -> !listed.hasNext());
  }

  /** Creates a folder and its parents; does nothing if it exists. */
  void makeFolder(String folder) throws IOException {
    Path path = names.folderPath(folder);
    boolean unused =
        change(
            "make",
            path,
            files -> {
              files.mkdir(path, FsPermission.getDirDefault(), true);
              return true;
            });
  }

  /**
   * Returns the failure for an entry that occupies the path of the file or of one of its folders,
   * if one does.
   */
  Optional<StoreException> obstacle(String key) {
    try {
      if (status(names.place(key)).filter(FileStatus::isDirectory).isPresent()) {
        return Optional.of(names.unfit(key, "there is a folder of that name"));
      }
      return nearest(key)
          .filter(found -> found.status().isFile())
          .map(
              found ->
                  names.unfit(
                      key,
                      "it needs a folder where there is the file " + names.location(found.key())));
    } catch (IOException e) {
      return Optional.empty(); // the failure that led here is more informative
    }
  }

  /** Returns the nearest existing ancestor of a key, a folder or a file. */
  Optional<Found> nearest(String key) throws IOException {
    for (String folder : names.foldersInReach(key)) {
      Optional<FileStatus> status = status(names.place(folder));
      if (status.isPresent()) {
        return Optional.of(new Found(folder, status.get()));
      }
    }
    return Optional.empty();
  }
}
