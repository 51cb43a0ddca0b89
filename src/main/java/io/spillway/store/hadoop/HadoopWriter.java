package io.spillway.store.hadoop;

import static io.spillway.store.StoreException.Reason.REFUSED;
import static io.spillway.store.StoreException.Reason.UNKNOWN;

import io.spillway.store.Body;
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
 * Makes files appear whole: each is written under a temporary name, looked at, and renamed.
 *
 * <p>A rename that may replace takes the place of what was there: on HDFS in one step; where Hadoop
 * has no such step (Azure, Google) the old file is deleted just before, and for that moment there
 * is none.
 *
 * <p>One of many creators must win. Where a rename that must not replace is one step of the server,
 * that step decides, and readers never see half a file: on HDFS, and on Azure, whose renames are
 * conditional. Elsewhere the file is created by its own name, which Google Cloud Storage decides
 * when it is closed; how exclusive others are is their own affair.
 */
final class HadoopWriter {
  private static final Set<String> RENAMES_EXCLUSIVELY =
      Set.of("hdfs", "webhdfs", "swebhdfs", "viewfs", "abfs", "abfss");
  private static final int MOST_BUFFER_BYTES = 1 << 18;

  /**
   * A folder that was just made can be pruned by a delete next door; so often in a row it cannot.
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
   * @param temporary the folder of temporary names; without one they are hidden neighbours of the
   *     file to be
   */
  HadoopWriter(HadoopFiles files, Optional<String> temporary) {
    this.files = files;
    this.names = files.names();
    this.errors = files.errors();
    this.temporary = temporary;
    this.renamesExclusively = RENAMES_EXCLUSIVELY.contains(names.location("").scheme());
  }

  /**
   * Writes a file in place of one that may be there. What the body throws is passed on as it is.
   */
  void write(String key, Body body) throws IOException {
    Path target = names.place(key);
    boolean unused = inTwoSteps(key, body, unfinished -> replaced(unfinished, target));
  }

  /** Begins a file of unknown size, to take the place of one that may be there. */
  HadoopWrite begin(String key) throws IOException {
    Path target = names.place(key);
    Path unfinished = unfinished(key);
    return new HadoopWrite(this, key, target, unfinished, opened(key, unfinished));
  }

  /** Lets a file appear that is whole and was closed. */
  void replace(String key, Path unfinished, Path target, long size) throws StoreException {
    checkTaken(key, unfinished, size);
    boolean unused = publish(key, unfinished, whole -> replaced(whole, target));
  }

  private boolean replaced(Path unfinished, Path target) throws IOException {
    return files.rename(unfinished, target, Options.Rename.OVERWRITE);
  }

  /** Returns the time of a file that is made beside another, in millis; 0 where it has none. */
  long timeBeside(String key) throws IOException {
    Path probe = new Path(names.folderPath(HadoopNames.folder(key)), HadoopNames.temporary());
    try {
      files.create(probe).close();
      return files.status(probe).map(FileStatus::getModificationTime).orElse(0L);
    } finally {
      forget(probe);
    }
  }

  /** Removes an unfinished file, and the folders that were made for it. */
  void giveUp(String key, Path unfinished) {
    forget(unfinished);
    prune(key);
  }

  /** Whether this call made the file. */
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
    // In a folder of its own the name need not hide: who sweeps the folder wants to list it.
    return temporary.isPresent()
        ? names.place(HadoopNames.child(temporary.get(), HadoopNames.unique()))
        : new Path(names.folderPath(HadoopNames.folder(key)), HadoopNames.temporary());
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
    Meter.current().request(Kind.WRITE_FILE);
    Meter.current().sent(size);
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
          // Only now, as the folder is there for most.
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

  /** An answer can be lost, and the rename asked for again find its own file: ours is gone then. */
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
   * The file is never deleted when this fails: by then it may be another creator's, whom the store
   * let win.
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
    Meter.current().request(Kind.WRITE_FILE);
    Meter.current().sent(content.length);
    return true;
  }

  /** What stays has a temporary name, and goes when its folder is swept. */
  private void forget(Path unfinished) {
    try {
      files.delete(unfinished);
    } catch (IOException e) {
      // as said
    }
  }

  /**
   * Removes the folders above the key that are empty, as far as they are below the root.
   *
   * <p>Hadoop has no request that removes a folder and never a file. A file takes a folder's name
   * only when the state that is exported has it in place of all that was below, and its own writer
   * has removed that: nobody else prunes there meanwhile.
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
      return false; // something came into it, or it went
    }
  }

  /** Tells its failures from those of the body that is written to it. */
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
