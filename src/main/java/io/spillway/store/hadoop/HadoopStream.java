package io.spillway.store.hadoop;

import io.spillway.base.BlockStream;
import io.spillway.base.Location;
import io.spillway.store.Meter;
import io.spillway.store.Traffic.Kind;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream of a file's bytes up to the size that it had when it was opened; an early end is a
 * failure.
 */
final class HadoopStream extends InputStream {
  private final InputStream in;
  private final Location name;
  private final Meter meter = Meter.current();
  private long left;
  private long given;

  /**
   * Creates a stream.
   *
   * @param left the number of bytes to read
   */
  HadoopStream(InputStream in, Location name, long left) {
    this.in = in;
    this.name = name;
    this.left = left;
  }

  @Override
  public int read() throws IOException {
    return BlockStream.one(this);
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    if (left == 0) {
      return count == 0 ? 0 : -1;
    }
    int got;
    try {
      got = in.read(bytes, from, (int) Math.min(count, left));
      if (got < 0) {
        throw new IOException("the file ended");
      }
    } catch (IOException e) {
      throw HadoopErrors.brokenOff(name, given, e);
    } catch (RuntimeException e) {
      throw HadoopErrors.brokenOff(name, given, new IOException(e));
    }
    left -= got;
    given += got;
    meter.add(Kind.RECEIVED, got);
    return got;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
