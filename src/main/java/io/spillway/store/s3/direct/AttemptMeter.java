package io.spillway.store.s3.direct;

import java.io.InputStream;
import software.amazon.awssdk.core.SdkRequest;

/** Counts attempts and the bytes of their bodies, on the thread that sends them. */
public interface AttemptMeter {
  /**
   * Called before each attempt.
   *
   * @param bytes the size of the request's body
   */
  void sending(SdkRequest request, long bytes);

  /** Returns a stream of the same bytes that counts those that are read. */
  InputStream received(InputStream body);
}
