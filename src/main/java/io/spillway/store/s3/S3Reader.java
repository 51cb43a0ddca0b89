package io.spillway.store.s3;

import io.spillway.base.BlockStream;
import io.spillway.base.Location;
import io.spillway.store.OpenObject;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A transformer of the answer to a GET into an open object. The SDK's own stream waits for the
 * remaining bytes if it is closed early, and aborts if it is not read for a minute.
 */
final class S3Reader implements ResponseTransformer<GetObjectResponse, OpenObject> {
  private static final Pattern WHOLE_SIZE = Pattern.compile("bytes \\d+-\\d+/(\\d+)");

  private final Location name;
  private final String key;
  private final long offset;

  S3Reader(Location name, String key, long offset) {
    this.name = name;
    this.key = key;
    this.offset = offset;
  }

  @Override
  public OpenObject transform(GetObjectResponse got, AbortableInputStream stream)
      throws IOException {
    long length = got.contentLength();
    StoredObject object =
        new StoredObject(
            key,
            wholeSize(got.contentRange(), length),
            S3Calls.unquoted(got.eTag()),
            S3Calls.isOpaque(got.serverSideEncryption(), got.sseCustomerAlgorithm()),
            S3Calls.attributes(got.contentType(), got.metadata()));
    if (object.size() != offset + length) {
      stream.abort();
      throw S3Errors.brokenOff(
          name.toString(),
          0,
          new IOException("asked from byte " + offset + ", S3 answers with " + got.contentRange()));
    }
    return new OpenObject(object, new Stream(name, stream, length));
  }

  @Override
  public boolean needsConnectionLeftOpen() {
    return true;
  }

  private static long wholeSize(@Nullable String contentRange, long length) {
    Matcher matcher = WHOLE_SIZE.matcher(String.valueOf(contentRange));
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : length;
  }

  /**
   * The bytes of an answer. Closed before the last byte, the stream aborts the connection; closed
   * after it, the connection is reused.
   */
  private static final class Stream extends BlockStream {
    private final Location name;
    private final AbortableInputStream body;
    private final long length;
    private long given;

    Stream(Location name, AbortableInputStream body, long length) {
      super(body);
      this.name = name;
      this.body = body;
      this.length = length;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      try {
        int got = super.read(bytes, from, count);
        if (got < 0 && given < length) {
          throw new IOException("the connection ended");
        }
        given += Math.max(0, got);
        return got;
      } catch (IOException e) {
        throw S3Errors.brokenOff(name.toString(), given, e);
      } catch (SdkException e) {
        throw S3Errors.brokenOff(name.toString(), given, new IOException(e.getMessage(), e));
      }
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = 0;
      byte[] sink = new byte[(int) Math.min(8_192, Math.max(1, count))];
      while (skipped < count) {
        int got = read(sink, 0, (int) Math.min(sink.length, count - skipped));
        if (got < 0) {
          break;
        }
        skipped += got;
      }
      return skipped;
    }

    @Override
    public void close() throws IOException {
      if (given < length) {
        body.abort();
      } else {
        body.close();
      }
    }
  }
}
