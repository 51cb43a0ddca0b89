package io.spillway.store.s3;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * A signing scheme that signs writes without TLS like the SDK signs them over TLS: with {@code
 * UNSIGNED-PAYLOAD} instead of the body's SHA-256. Spillway's writes carry their MD5 in a signed
 * header, which binds the body to the signature, and a streamed body could not be read twice, first
 * for its digest.
 */
final class SignedDigest implements AwsV4AuthScheme {
  private final AwsV4AuthScheme scheme = AwsV4AuthScheme.create();
  private final AwsV4HttpSigner signer = new Signer(scheme.signer());

  @Override
  public String schemeId() {
    return scheme.schemeId();
  }

  @Override
  public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
    return scheme.identityProvider(providers);
  }

  @Override
  public AwsV4HttpSigner signer() {
    return signer;
  }

  private record Signer(AwsV4HttpSigner sdk) implements AwsV4HttpSigner {
    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
      return bringsDigest(request.request()) ? signedAsOverTls(request) : sdk.sign(request);
    }

    private static boolean bringsDigest(SdkHttpRequest request) {
      return request.method() == SdkHttpMethod.PUT
          && request.protocol().equals("http")
          && request.firstMatchingHeader("Content-MD5").isPresent();
    }

    /**
     * Signs a request with the protocol replaced: the SDK decides by the protocol, which is not
     * part of the signed content.
     */
    private <T extends AwsCredentialsIdentity> SignedRequest signedAsOverTls(
        SignRequest<T> request) {
      SdkHttpRequest plain = request.request();
      boolean usual = SdkHttpUtils.isUsingStandardPort(plain.protocol(), plain.port());
      SdkHttpRequest asOverTls =
          plain.toBuilder()
              .putHeader("Host", usual ? plain.host() : plain.host() + ":" + plain.port())
              .port(plain.port())
              .protocol("https")
              .build();
      SignedRequest signed = sdk.sign(request.toBuilder().request(asOverTls).build());
      SdkHttpRequest back =
          signed.request().toBuilder().protocol(plain.protocol()).port(plain.port()).build();
      return signed.toBuilder().request(back).build();
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(
        AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
      return sdk.signAsync(request);
    }
  }
}
