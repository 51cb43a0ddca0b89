package io.spillway.source.lakefs.api;

import io.spillway.base.BlockStream;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import okhttp3.Call;

/** The body of an answer. If it breaks off, the error names the subject of the request. */
final class BodyStream extends BlockStream {
  private final Call call;
  private final String subject;
  private final long size;
  private long read;
  private boolean ended;

  /**
   * Creates a body.
   *
   * @param size bytes, or -1 if the answer does not say
   */
  BodyStream(Call call, String subject, InputStream body, long size) {
    super(body);
    this.call = call;
    this.subject = subject;
    this.size = size;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int count = super.read(buffer, offset, length);
      read += Math.max(0, count);
      ended |= count < 0 || read == size;
      return count;
    } catch (IOException e) {
      throw brokenOff(e);
    }
  }

  @Override
  public long skip(long count) throws IOException {
    try {
      long skipped = super.skip(count);
      read += skipped;
      ended |= read == size;
      return skipped;
    } catch (IOException e) {
      throw brokenOff(e);
    }
  }

  private IOException brokenOff(IOException e) {
    if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)) {
      return e; // this thread was interrupted
    }
    return new StoreException(
        Reason.UNKNOWN,
        "Reading " + subject + " broke off after " + read + " bytes: " + e.getMessage(),
        e);
  }

  @Override
  public void close() throws IOException {
    if (!ended) {
      call.cancel(); // otherwise OkHttp reads on for a while, to reuse the connection
    }
    try {
      super.close();
    } catch (IOException e) {
      if (ended) {
        throw e;
      }
    }
  }
}
