package io.spillway.store.s3.direct;

import software.amazon.awssdk.endpoints.EndpointUrl;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The address of a bucket, and the signer of requests to it.
 *
 * @param protocol {@code http} or {@code https}
 * @param port the port, also if it is the protocol's own
 * @param path the encoded path of the bucket; may be empty, or end with a slash
 * @param hostHeader the host, with its port unless it is the protocol's own
 */
record BucketEndpoint(
    String protocol, String host, int port, String path, String hostHeader, SigV4 signer) {
  static BucketEndpoint of(EndpointUrl url, SigV4 signer) {
    String protocol = url.scheme();
    int port = url.port() < 0 ? SdkHttpUtils.standardPort(protocol) : url.port();
    boolean usual = SdkHttpUtils.isUsingStandardPort(protocol, port);
    return new BucketEndpoint(
        protocol,
        url.host(),
        port,
        url.encodedPath(),
        usual ? url.host() : url.host() + ":" + port,
        signer);
  }

  /** Returns the encoded path of an object, or that of the bucket for an empty key. */
  String pathOf(String key) {
    return key.isEmpty()
        ? path
        : path + (path.endsWith("/") ? "" : "/") + PercentEncoding.ofPath(key);
  }

  boolean isPlain() {
    return protocol.equals("http");
  }
}
