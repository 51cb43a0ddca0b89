package io.spillway.store.file;

import io.spillway.store.StagedWrite;
import io.spillway.store.WrittenObject;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** An upload to a file of unknown size, which gets its name when it is complete. */
final class FileWrite extends StagedWrite {
  private final FileWriter writer;
  private final FileErrors errors;
  private final String key;
  private final Path target;
  private final UnfinishedFile unfinished;
  private final OutputStream out;
  private long size;

  FileWrite(
      FileWriter writer, FileErrors errors, String key, Path target, UnfinishedFile unfinished) {
    this.writer = writer;
    this.errors = errors;
    this.key = key;
    this.target = target;
    this.unfinished = unfinished;
    this.out = new BufferedOutputStream(unfinished, FileWriter.MOST_BUFFER_BYTES);
  }

  @Override
  protected void stage(byte[] bytes, int from, int count) throws IOException {
    writer.check(key);
    try {
      out.write(bytes, from, count);
      size += count;
    } catch (IOException e) {
      throw errors.explained("write", key, e);
    }
  }

  @Override
  protected WrittenObject publish() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw errors.explained("write", key, e);
    }
    writer.replace(key, unfinished, target);
    FileStore.wrote(size);
    return new WrittenObject(size, "", false);
  }

  @Override
  protected void giveUp(Throwable because) {
    try {
      writer.giveUp(unfinished, target);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }
}
