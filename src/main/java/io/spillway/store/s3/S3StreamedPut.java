package io.spillway.store.s3;

import io.spillway.base.UnskippableStream;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.StoreException;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * A write of a body with a known MD5 in one streamed request, without a buffer besides those of the
 * sockets. If the SDK repeats the request, the body is opened again. A failure of the body itself
 * ends the write, because repeating it is impossible.
 */
final class S3StreamedPut implements ContentStreamProvider {
  private final S3Calls calls;
  private final String key;
  private final Body body;
  private @Nullable InputStream open;
  private @Nullable IOException failure;

  /**
   * The failure that ends a request; the SDK would repeat it after an {@link IOException}, also as
   * a cause.
   */
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
        // The rest is not needed; the content was validated before its end.
      }
    }
  }

  /** A body whose size is verified before its last bytes are sent. */
  private final class Checked extends UnskippableStream {
    private long given;

    Checked(InputStream in) {
      super(in);
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
  }
}
