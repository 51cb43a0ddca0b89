package io.spillway.store.s3;

import io.spillway.store.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;

/**
 * An interceptor that sends the MD5 of a request that deletes many objects, and no other checksum.
 * S3 requires one of the two; older servers know only the MD5, and some reject unknown checksums.
 * The SDK's own {@code LegacyMd5Plugin} sends both.
 */
final class DeletionDigest implements ExecutionInterceptor {
  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    if (!(context.request() instanceof DeleteObjectsRequest)) {
      return context.httpRequest();
    }
    attributes.putAttribute(SdkExecutionAttribute.RESOLVED_CHECKSUM_SPECS, null);
    try (InputStream body =
        context.requestBody().orElseThrow().contentStreamProvider().newStream()) {
      byte[] md5 = Digests.md5().digest(body.readAllBytes());
      return context.httpRequest().toBuilder()
          .putHeader("Content-MD5", Base64.getEncoder().encodeToString(md5))
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
