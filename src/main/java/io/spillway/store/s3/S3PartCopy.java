package io.spillway.store.s3;

import io.spillway.Location;
import io.spillway.store.Attributes;
import io.spillway.store.Meter;
import io.spillway.store.StoreException;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/**
 * Copies a large object inside S3 in parts, several at once; each is guarded by the source's tag.
 */
final class S3PartCopy {
  /**
   * For all large copies of this JVM; the bytes do not come by here, so that threads are all it
   * costs.
   */
  private static final ExecutorService THREADS =
      Executors.newFixedThreadPool(
          8,
          task -> {
            Thread thread = new Thread(task, "spillway-part-copy");
            thread.setDaemon(true);
            return thread;
          });

  private final S3Calls calls;
  private final S3Limits limits;

  S3PartCopy(S3Calls calls, S3Limits limits) {
    this.calls = calls;
    this.limits = limits;
  }

  WrittenObject copy(Location source, String ifMatch, long size, String key, Attributes attributes)
      throws IOException {
    S3Multipart upload = S3Multipart.begin(calls, key, attributes);
    try {
      WrittenObject written = upload.complete(parts(upload, source, ifMatch, size, key), size);
      return new WrittenObject(-1, written.etag(), written.opaqueEtag());
    } catch (IOException | RuntimeException e) {
      upload.abort(e);
      throw e;
    }
  }

  private List<CompletedPart> parts(
      S3Multipart upload, Location source, String ifMatch, long size, String key)
      throws IOException {
    long partSize = limits.copyPartOf(size);
    AtomicBoolean failed = new AtomicBoolean();
    List<Callable<List<CompletedPart>>> copies = new ArrayList<>();
    for (long from = 0; from < size; from += partSize) {
      long first = from;
      long last = Math.min(from + partSize, size) - 1;
      int number = copies.size() + 1;
      copies.add(
          () -> {
            if (failed.get()) {
              return List.of();
            }
            boolean done = false;
            try {
              CompletedPart part = copyPart(upload, source, ifMatch, first, last, number, key);
              done = true;
              return List.of(part);
            } finally {
              failed.compareAndSet(false, !done);
            }
          });
    }
    return results(copies, key);
  }

  private CompletedPart copyPart(
      S3Multipart upload,
      Location source,
      String ifMatch,
      long first,
      long last,
      int number,
      String key)
      throws StoreException {
    UploadPartCopyRequest request =
        UploadPartCopyRequest.builder()
            .sourceBucket(source.authority())
            .sourceKey(source.path())
            .copySourceIfMatch(S3Calls.quoted(ifMatch))
            .copySourceRange("bytes=" + first + "-" + last)
            .destinationBucket(calls.bucket())
            .destinationKey(key)
            .uploadId(upload.uploadId())
            .partNumber(number)
            .overrideConfiguration(S3Calls.patience(last - first))
            .build();
    try {
      String etag = calls.s3().uploadPartCopy(request).copyPartResult().eTag();
      return CompletedPart.builder().partNumber(number).eTag(etag).build();
    } catch (SdkException e) {
      throw calls.copyFailure(source, key, e);
    }
  }

  private List<CompletedPart> results(List<Callable<List<CompletedPart>>> copies, String key)
      throws IOException {
    List<CompletedPart> parts = new ArrayList<>();
    try {
      List<Future<List<CompletedPart>>> results =
          THREADS.invokeAll(copies.stream().map(Meter::carry).toList());
      for (Future<List<CompletedPart>> result : results) {
        parts.addAll(result.get());
      }
      return parts;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while copying to " + calls.name(key));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw failure;
      }
      throw new IllegalStateException(
          "Copying parts to " + calls.name(key) + " failed", e.getCause());
    }
  }
}
