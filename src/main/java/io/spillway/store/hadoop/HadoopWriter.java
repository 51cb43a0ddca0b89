package io.spillway.store.hadoop;

import static io.spillway.store.StoreException.Reason.REFUSED;
import static io.spillway.store.StoreException.Reason.UNKNOWN;

import io.spillway.store.Body;
import io.spillway.store.FolderNames;
import io.spillway.store.Meter;
import io.spillway.store.StoreException;
import io.spillway.store.Traffic.Kind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * A writer that publishes complete files: each is written under a temporary name, verified, and
 * renamed.
 *
 * <p>A rename that may replace supersedes an existing file: on HDFS in one step; if Hadoop has no
 * such step (Azure, Google) the old file is deleted just before, and for a moment no file exists.
 *
 * <p>Of several concurrent creators exactly one must win. If the server performs a rename that must
 * not replace in one step, that step decides, and readers never see an incomplete file: on HDFS,
 * and on Azure, whose renames are conditional. Elsewhere the file is created under its own name,
 * and Google Cloud Storage decides when it is closed; other file systems determine themselves how
 * exclusive a creation is.
 */
final class HadoopWriter {
  private static final Set<String> RENAMES_EXCLUSIVELY =
      Set.of("hdfs", "webhdfs", "swebhdfs", "viewfs", "abfs", "abfss");
  private static final int MOST_BUFFER_BYTES = 1 << 18;

  /**
   * The number of attempts to use a new folder. A concurrent delete nearby can prune it, but not
   * this many times in a row.
   */
  private static final int ATTEMPTS = 20;

  private final HadoopFiles files;
  private final HadoopNames names;
  private final HadoopErrors errors;
  private final Optional<String> temporary;
  private final boolean renamesExclusively;

  private interface Publishing {
    boolean of(Path unfinished) throws IOException;
  }

  /**
   * Creates a writer.
   *
   * @param temporary the folder of temporary names; without one, temporary files are hidden files
   *     next to the target
   */
  HadoopWriter(HadoopFiles files, Optional<String> temporary) {
    this.files = files;
    this.names = files.names();
    this.errors = files.errors();
    this.temporary = temporary;
    this.renamesExclusively = RENAMES_EXCLUSIVELY.contains(names.location("").scheme());
  }

  /** Writes a file and replaces an existing one. Exceptions of the body are passed on unchanged. */
  void write(String key, Body body) throws IOException {
    Path target = names.place(key);
    boolean unused = inTwoSteps(key, body, unfinished -> replaced(unfinished, target));
  }

  /** Begins a file of unknown size, which replaces an existing one. */
  HadoopWrite begin(String key) throws IOException {
    Path target = names.place(key);
    Path unfinished = unfinished(key);
    return new HadoopWrite(this, key, target, unfinished, opened(key, unfinished));
  }

  /** Publishes a complete, closed file and replaces an existing one. */
  void replace(String key, Path unfinished, Path target, long size) throws StoreException {
    checkTaken(key, unfinished, size);
    boolean unused = publish(key, unfinished, whole -> replaced(whole, target));
  }

  private boolean replaced(Path unfinished, Path target) throws IOException {
    return files.rename(unfinished, target, Options.Rename.OVERWRITE);
  }

  /**
   * Returns the modification time of a file that is created beside another, in millis; 0 if it has
   * none.
   */
  long timeBeside(String key) throws IOException {
    Path probe = new Path(names.folderPath(HadoopNames.folder(key)), FolderNames.temporary());
    try {
      files.create(probe).close();
      return files.status(probe).map(FileStatus::getModificationTime).orElse(0L);
    } finally {
      forget(probe);
    }
  }

  /** Removes an unfinished file, and the folders that were created for it. */
  void giveUp(String key, Path unfinished) {
    forget(unfinished);
    prune(key);
  }

  /** Creates a file if none exists, and returns whether this call created it. */
  boolean create(String key, byte[] content) throws IOException {
    Path target = names.place(key);
    return renamesExclusively
        ? inTwoSteps(key, Body.of(content), unfinished -> renameNew(unfinished, target))
        : createNew(key, target, content);
  }

  private boolean inTwoSteps(String key, Body body, Publishing publishing) throws IOException {
    Path unfinished = unfinished(key);
    boolean published = false;
    try {
      fill(key, unfinished, body);
      published = publish(key, unfinished, publishing);
      return published;
    } catch (IOException | RuntimeException e) {
      prune(key);
      throw e;
    } finally {
      if (!published) {
        forget(unfinished);
      }
    }
  }

  private Path unfinished(String key) throws StoreException {
    // In a folder of temporary files the name need not be hidden: the sweep of that folder must
    // list it.
    return temporary.isPresent()
        ? names.place(HadoopNames.child(temporary.get(), FolderNames.unique()))
        : new Path(names.folderPath(HadoopNames.folder(key)), FolderNames.temporary());
  }

  private void fill(String key, Path unfinished, Body body) throws IOException {
    long seen = 0;
    byte[] buffer = new byte[(int) Math.min(MOST_BUFFER_BYTES, Math.max(1, body.size()))];
    try (OutputStream out = opened(key, unfinished);
        InputStream in = body.open()) {
      for (int count = in.read(buffer);
          count >= 0 && seen <= body.size();
          count = in.read(buffer)) {
        seen += count;
        out.write(buffer, 0, count);
      }
    }
    if (seen != body.size()) {
      throw StoreException.wrongLength(names.location(key), body.size(), seen);
    }
    checkTaken(key, unfinished, seen);
  }

  private void checkTaken(String key, Path unfinished, long size) throws StoreException {
    checkSize(key, unfinished, size);
    Meter.current().count(Kind.WRITE_FILE);
    Meter.current().add(Kind.SENT, size);
  }

  private OutputStream opened(String key, Path unfinished) throws StoreException {
    try {
      return new Explained(key, files.create(unfinished));
    } catch (IOException e) {
      throw files.obstacle(key).orElseGet(() -> errors.explained("write", key, e));
    }
  }

  private void checkSize(String key, Path unfinished, long size) throws StoreException {
    long taken;
    try {
      taken = files.status(unfinished).map(FileStatus::getLen).orElse(0L);
    } catch (IOException e) {
      throw errors.explained("write", key, e);
    }
    if (taken != size) {
      throw new StoreException(
          REFUSED,
          "Cannot write "
              + names.location(key)
              + ": the file system took "
              + taken
              + " bytes of "
              + size
              + ".");
    }
  }

  private boolean publish(String key, Path unfinished, Publishing publishing)
      throws StoreException {
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          return publishing.of(unfinished);
        } catch (FileNotFoundException e) {
          // The folder is created only now, because most writes find it.
          if (attempt == ATTEMPTS) {
            throw e;
          }
          if (files.status(unfinished).isEmpty()) {
            throw new StoreException(
                UNKNOWN,
                "Cannot tell whether "
                    + names.location(key)
                    + " was written: its unfinished file is gone.",
                e);
          }
          files.makeFolder(HadoopNames.folder(key));
        }
      }
    } catch (IOException e) {
      throw files.obstacle(key).orElseGet(() -> errors.unpublished(key, e));
    }
  }

  /**
   * Renames a file unless the name is taken. If an answer is lost, the repeated rename finds its
   * own file, and the unfinished file no longer exists.
   */
  private boolean renameNew(Path unfinished, Path target) throws IOException {
    try {
      return files.rename(unfinished, target, Options.Rename.NONE);
    } catch (IOException e) {
      if (HadoopErrors.is(e, "FileAlreadyExistsException")) {
        return files.status(unfinished).isEmpty();
      }
      throw e;
    }
  }

  /**
   * Creates a file under its own name. The file is never deleted if this fails: by then it may
   * belong to another creator that the store let win.
   */
  private boolean createNew(String key, Path target, byte[] content) throws IOException {
    OutputStream out;
    try {
      out = files.create(target);
    } catch (IOException e) {
      Optional<StoreException> obstacle = files.obstacle(key);
      if (obstacle.isEmpty() && HadoopErrors.is(e, "FileAlreadyExistsException")) {
        return false;
      }
      throw obstacle.orElseGet(() -> errors.explained("write", key, e));
    }
    try (out) {
      files.guard().check("write " + names.location(key));
      out.write(content);
    } catch (IOException e) {
      throw new StoreException(
          UNKNOWN, String.valueOf(errors.explained("write", key, e).getMessage()), e);
    }
    Meter.current().count(Kind.WRITE_FILE);
    Meter.current().add(Kind.SENT, content.length);
    return true;
  }

  /**
   * Deletes an unfinished file. A file that remains has a temporary name, and is deleted when its
   * folder is swept.
   */
  private void forget(Path unfinished) {
    try {
      files.delete(unfinished);
    } catch (IOException e) {
      // the sweep deletes it
    }
  }

  /**
   * Removes the folders above the key that are empty, as far as they are below the root.
   *
   * <p>Hadoop has no request that removes a folder but never a file. A file takes a folder's name
   * only if the exported state has the file in place of everything below the folder, and then the
   * file's own writer has removed that content: no other writer prunes there meanwhile.
   */
  void prune(String key) {
    for (String folder : names.foldersBelowRoot(key)) {
      if (!removed(folder)) {
        return;
      }
    }
  }

  private boolean removed(String folder) {
    try {
      Path path = names.place(folder);
      return files.isEmpty(path) && files.delete(path);
    } catch (IOException e) {
      return false; // an entry was added, or the folder was removed
    }
  }

  /**
   * A stream whose failures are {@link StoreException}s, to distinguish them from those of the body
   * that is written to it.
   */
  private final class Explained extends OutputStream {
    private final String key;
    private final OutputStream out;

    Explained(String key, OutputStream out) {
      this.key = key;
      this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      files.guard().check("write " + names.location(key));
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        throw errors.explained("write", key, e);
      }
    }

    @Override
    public void close() throws IOException {
      try {
        out.close();
      } catch (IOException e) {
        throw errors.explained("write", key, e);
      }
    }
  }
}
