package io.spillway.source.lakefs.api;

import io.spillway.store.RetryPolicy;
import java.io.Serializable;
import java.time.Duration;

/** The address of a lakeFS server and the credentials for it. It is sent to the workers. */
public interface LakeFsServer extends Serializable {
  /** The address of the server's API, for example {@code http://host:8000/api/v1}. */
  String URL = "lakefs.api.url";

  /** The access key id. */
  String ACCESS_KEY = "lakefs.api.access_key";

  /** The secret access key. */
  String SECRET_KEY = "lakefs.api.secret_key";

  /** A token (a JWT) used instead of both keys. */
  String TOKEN = "lakefs.api.token";

  /** The timeout for opening a connection, in seconds. */
  String CONNECTION_TIMEOUT = "lakefs.api.connection.timeout_seconds";

  /** The timeout between two bytes of an answer, in seconds. */
  String READ_TIMEOUT = "lakefs.api.read.timeout_seconds";

  /** Returns the base URL of the API, which ends in {@code /api/v1}. */
  String url();

  /** Returns the access key id; empty if a token is used. */
  String accessKey();

  /** Returns the secret access key; empty if a token is used. */
  String secretKey();

  /** Returns the token; empty if keys are used. */
  String token();

  /** Returns the timeout for opening a connection. */
  Duration connectionTimeout();

  /** Returns the timeout between two bytes of an answer. */
  Duration readTimeout();

  /** Returns how long requests are sent again. */
  default RetryPolicy retries() {
    return RetryPolicy.DEFAULT;
  }

  /** Returns whether another process has already reached the server. */
  default boolean wasReached() {
    return false;
  }
}
