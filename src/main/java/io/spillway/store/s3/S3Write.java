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
 * An object of unknown size: one request when it ends within its first part, and else parts that go
 * out as they fill. It holds one part of memory, which nobody else waits for, and what the budget
 * for buffers allows while parts are on their way.
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
      // Not before: what ends with a full part is whole.
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

  /** A small object takes little memory, and one of many parts is given a whole part at once. */
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

  /** {@inheritDoc} First nothing may be on its way: a part that came later would stay. */
  @Override
  protected void giveUp(Throwable because) {
    parts.close();
    part = new byte[0];
    if (upload != null) {
      upload.abort(because);
    }
  }
}
