package io.spillway.rows.parquet;

import io.spillway.store.ObjectStore;
import java.io.IOException;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * An object as an input file of parquet-java.
 *
 * @param store store of the object
 * @param key key of the object
 * @param size size in bytes
 */
record StoreInput(ObjectStore store, String key, long size) implements InputFile {
  @Override
  public long getLength() {
    return size;
  }

  @Override
  public SeekableInputStream newStream() {
    return new Seekable(new ObjectStream(this));
  }

  /** Returns the location, for messages. */
  @Override
  public String toString() {
    return store.container().resolve(key).toString();
  }

  private static final class Seekable extends DelegatingSeekableInputStream {
    private final ObjectStream stream;

    private Seekable(ObjectStream stream) {
      super(stream);
      this.stream = stream;
    }

    @Override
    public long getPos() {
      return stream.position();
    }

    @Override
    public void seek(long position) throws IOException {
      stream.seek(position);
    }
  }
}
