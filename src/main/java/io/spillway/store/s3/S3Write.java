package io.spillway.store.s3;

import static io.spillway.store.StoreException.Reason.REFUSED;

import io.spillway.store.Attributes;
import io.spillway.store.StagedWrite;
import io.spillway.store.StoreException;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An upload of an object of unknown size: one request if it ends within its first part, otherwise
 * parts that are sent as they fill. It holds memory for one part, outside of the budget for
 * buffers, and as much of the budget as is available while parts are in flight.
 */
final class S3Write extends StagedWrite {
  private static final int FIRST_BYTES = 1 << 16;

  private final S3Calls calls;
  private final S3Limits limits;
  private final String key;
  private final Attributes attributes;
  private final PartsInFlight parts;
  private @Nullable S3Multipart upload;
  private int number = 1;
  private int partSize;
  private byte[] part = new byte[0];
  private int count;
  private long sent;

  S3Write(S3Calls calls, S3Limits limits, Buffers buffers, String key, Attributes attributes) {
    this.calls = calls;
    this.limits = limits;
    this.key = key;
    this.attributes = attributes;
    this.parts = new PartsInFlight(buffers);
    this.partSize = limits.partOfUnknown(number);
  }

  @Override
  protected void stage(byte[] bytes, int from, int length) throws IOException {
    parts.check();
    int taken = 0;
    while (taken < length) {
      // Not earlier: an object that ends with a full part is complete.
      if (count == partSize) {
        send();
      }
      int some = Math.min(length - taken, partSize - count);
      makeRoom(count + some);
      System.arraycopy(bytes, from + taken, part, count, some);
      count += some;
      taken += some;
    }
  }

  /**
   * Grows the buffer of the current part: a small object takes little memory, and an object of many
   * parts gets a whole part at once.
   */
  private void makeRoom(int bytes) {
    if (bytes > part.length) {
      int wanted = Math.max(Math.max(FIRST_BYTES, bytes), 2 * part.length);
      part = Arrays.copyOf(part, upload == null ? Math.min(partSize, wanted) : partSize);
    }
  }

  private void send() throws IOException {
    if (number > S3Limits.MOST_PARTS) {
      throw new StoreException(
          REFUSED,
          "Cannot write "
              + calls.name(key)
              + ": it has more than "
              + sent
              + " bytes, and S3 takes no more parts.");
    }
    S3Multipart begun = upload == null ? S3Multipart.begin(calls, key, attributes) : upload;
    upload = begun;
    int next = number;
    byte[] full = part;
    int length = count;
    parts.submit(full, () -> begun.send(next, full, length));
    sent += length;
    number++;
    partSize = limits.partOfUnknown(number);
    part = new byte[0];
    count = 0;
  }

  @Override
  protected WrittenObject publish() throws IOException {
    if (upload == null) {
      String md5 = S3Calls.digest(part, count);
      return calls.put(key, S3Calls.body(part, count), count, md5, attributes);
    }
    send();
    return upload.complete(parts.all(), sent);
  }

  /** {@inheritDoc} Waits for the parts in flight first: a part that arrived later would remain. */
  @Override
  protected void giveUp(Throwable because) {
    parts.close();
    part = new byte[0];
    if (upload != null) {
      upload.abort(because);
    }
  }
}
