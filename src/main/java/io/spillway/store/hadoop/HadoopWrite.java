package io.spillway.store.hadoop;

import io.spillway.store.StagedWrite;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.Path;

/** An upload to a file of unknown size, which gets its name when it is complete. */
final class HadoopWrite extends StagedWrite {
  private final HadoopWriter writer;
  private final String key;
  private final Path target;
  private final Path unfinished;
  private final OutputStream out;
  private long size;

  /**
   * Creates an upload.
   *
   * @param out the stream to the unfinished file, which throws {@link
   *     io.spillway.store.StoreException}
   */
  HadoopWrite(HadoopWriter writer, String key, Path target, Path unfinished, OutputStream out) {
    this.writer = writer;
    this.key = key;
    this.target = target;
    this.unfinished = unfinished;
    this.out = out;
  }

  @Override
  protected void stage(byte[] bytes, int from, int count) throws IOException {
    out.write(bytes, from, count);
    size += count;
  }

  @Override
  protected WrittenObject publish() throws IOException {
    out.close();
    writer.replace(key, unfinished, target, size);
    return new WrittenObject(size, "", false);
  }

  @Override
  protected void giveUp(Throwable because) {
    try {
      out.close();
    } catch (IOException e) {
      because.addSuppressed(e);
    }
    writer.giveUp(key, unfinished);
  }
}
