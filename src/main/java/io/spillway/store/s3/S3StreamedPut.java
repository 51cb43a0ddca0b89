package io.spillway.store.s3;

import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.StoreException;
import io.spillway.store.WrittenObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * Writes a body whose MD5 is known in one request, as its bytes come: the sockets are all the
 * buffer there is. The SDK asks for the bytes again when it repeats the request, and then the body
 * is opened again; what the body itself throws ends the write, as there is nothing to repeat.
 */
final class S3StreamedPut implements ContentStreamProvider {
  private final S3Calls calls;
  private final String key;
  private final Body body;
  private @Nullable InputStream open;
  private @Nullable IOException failure;

  /** Ends a request that the SDK would repeat after an {@link IOException}, cause or not. */
  private static final class BodyFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BodyFailed() {
      super("the body failed");
    }
  }

  S3StreamedPut(S3Calls calls, String key, Body body) {
    this.calls = calls;
    this.key = key;
    this.body = body;
  }

  WrittenObject write(Attributes attributes) throws IOException {
    String md5 = body.md5().orElseThrow();
    try {
      RequestBody request =
          RequestBody.fromContentProvider(this, body.size(), "application/octet-stream");
      WrittenObject written = calls.put(key, request, body.size(), md5, attributes);
      throwFailure();
      return written;
    } catch (StoreException | RuntimeException e) {
      throwFailure();
      throw e;
    } finally {
      close();
    }
  }

  private void throwFailure() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public InputStream newStream() {
    close();
    if (failure != null) {
      throw new BodyFailed();
    }
    try {
      InputStream stream = new Checked(body.open());
      open = stream;
      return stream;
    } catch (IOException e) {
      failure = e;
      throw new BodyFailed();
    }
  }

  private void close() {
    InputStream stream = open;
    open = null;
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException e) {
        // Nobody wants the rest; what matters of it was judged before its end.
      }
    }
  }

  /** A body that is held to its size before its last bytes are sent. */
  private final class Checked extends FilterInputStream {
    private long given;

    Checked(InputStream in) {
      super(in);
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) {
      if (count == 0) {
        return 0;
      }
      try {
        if (given == body.size()) {
          return -1;
        }
        int got = in.read(bytes, from, (int) Math.min(count, body.size() - given));
        given += Math.max(0, got);
        if (got < 0) {
          throw StoreException.wrongLength(calls.name(key), body.size(), given);
        }
        if (given == body.size()) {
          S3Upload.checkEnd(calls.name(key), in, body.size());
        }
        return got;
      } catch (IOException e) {
        failure = e;
        throw new BodyFailed();
      }
    }

    @Override
    public long skip(long count) throws IOException {
      throw new IOException("Cannot skip bytes that must be sent");
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
