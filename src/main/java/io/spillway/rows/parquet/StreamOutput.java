package io.spillway.rows.parquet;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A stream as an output file of parquet-java. The caller opens and closes the stream. */
final class StreamOutput implements OutputFile {
  private final Counted stream;

  StreamOutput(OutputStream stream) {
    this.stream = new Counted(stream);
  }

  /** Returns the number of bytes written. */
  long bytes() {
    return stream.position;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return stream;
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return stream;
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  private static final class Counted extends PositionOutputStream {
    private final OutputStream stream;
    private long position;

    private Counted(OutputStream stream) {
      this.stream = stream;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int single) throws IOException {
      stream.write(single);
      position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      stream.write(bytes, offset, length);
      position += length;
    }

    /** Neither closes nor flushes the stream; its owner does both. */
    @Override
    public void close() {}
  }
}
