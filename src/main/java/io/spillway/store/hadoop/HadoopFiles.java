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
 * Single requests to one file system, by its paths. They throw what Hadoop throws, and {@code
 * LAPSED} for a change that the guard refuses. A change under way is interrupted when its
 * permission lapses, and with it Hadoop's own retries.
 *
 * @param guard of all changes
 * @param syncs whether datanodes force each block to disk before the file is closed
 */
record HadoopFiles(
    HadoopSystem system, HadoopNames names, HadoopErrors errors, WriteGuard guard, boolean syncs) {
  /** What is made of a listing while it comes. */
  interface Reading<T> {
    T of(RemoteIterator<FileStatus> listed) throws IOException;
  }

  /** What is there by a key. */
  record Found(String key, FileStatus status) {}

  /** What is there; nothing when there is nothing, or can be nothing. */
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

  /** Begins a file where there is nothing, and makes the folders above it. */
  OutputStream create(Path path) throws IOException {
    EnumSet<CreateFlag> how = EnumSet.of(CreateFlag.CREATE);
    if (syncs && !Urgent.isNow()) {
      // Not hsync, which forces only the block that is being written.
      how.add(CreateFlag.SYNC_BLOCK);
    }
    return change(
        "write", path, files -> files.create(path, how, Options.CreateOpts.createParent()));
  }

  /** Always true. */
  boolean rename(Path from, Path to, Options.Rename how) throws IOException {
    return change(
        "rename",
        from,
        files -> {
          files.rename(from, to, how);
          return true;
        });
  }

  /** Deletes a file or an empty folder; whether there was one. */
  boolean delete(Path path) throws IOException {
    return change("delete", path, files -> files.delete(path, false));
  }

  <T> T list(Path folder, Reading<T> reading) throws IOException {
    return system.ask(files -> reading.of(files.listStatus(folder)));
  }

  /** Whether a folder is there and holds nothing at all: of a file, Hadoop lists the file. */
  boolean isEmpty(Path folder) throws IOException {
    return list(folder, listed -> !listed.hasNext());
  }

  /** Makes a folder with all above it; one may be there. */
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

  /** What stands where the file, or one of its folders, should be. */
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
      return Optional.empty(); // the failure that led here tells more
    }
  }

  /** The first above a key that is there, be it a folder or a file. */
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
