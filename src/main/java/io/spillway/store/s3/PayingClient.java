package io.spillway.store.s3;

import java.util.function.Function;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * A client that declares with every request that the requester pays for it. Buckets whose owners do
 * not pay reject requests without this header; other buckets ignore it.
 */
final class PayingClient extends DelegatingS3Client {
  private static final String PAYER = "x-amz-request-payer";

  PayingClient(S3Client client) {
    super(client);
  }

  @Override
  protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
    return operation.apply(paid(request));
  }

  private static <T extends S3Request> T paid(T request) {
    AwsRequestOverrideConfiguration said =
        request
            .overrideConfiguration()
            .map(AwsRequestOverrideConfiguration::toBuilder)
            .orElseGet(AwsRequestOverrideConfiguration::builder)
            .putHeader(PAYER, "requester")
            .build();
    @SuppressWarnings("unchecked") // a builder builds the type that it was created from
    T paid = (T) request.toBuilder().overrideConfiguration(said).build();
    return paid;
  }
}
