package io.spillway.bench;

import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * The HTTP clients that the AWS SDK can be given. All but Spillway's own are on the class path of
 * the comparison alone, and so are found by their names.
 */
enum HttpClients {
  APACHE("software.amazon.awssdk.http.apache.ApacheHttpClient"),
  APACHE5("software.amazon.awssdk.http.apache5.Apache5HttpClient"),
  URL_CONNECTION("software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient"),
  CRT("software.amazon.awssdk.http.crt.AwsCrtHttpClient");

  private final String className;

  HttpClients(String className) {
    this.className = className;
  }

  /** A client for so many requests at once. */
  SdkHttpClient.Builder<?> builder(int connections) {
    try {
      Class<?> type = Class.forName(className);
      SdkHttpClient.Builder<?> builder =
          (SdkHttpClient.Builder<?>) type.getMethod("builder").invoke(null);
      Class<?> steps = Class.forName(className + "$Builder");
      switch (this) {
        case APACHE, APACHE5 -> {
          steps.getMethod("maxConnections", Integer.class).invoke(builder, connections);
          steps
              .getMethod("connectionAcquisitionTimeout", Duration.class)
              .invoke(builder, Duration.ofMinutes(10));
          steps.getMethod("expectContinueEnabled", Boolean.class).invoke(builder, false);
        }
        case CRT -> steps.getMethod("maxConcurrency", Integer.class).invoke(builder, connections);
        case URL_CONNECTION ->
            // The JDK keeps five connections to a server unless it is told otherwise.
            System.setProperty("http.maxConnections", String.valueOf(connections));
      }
      return builder;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(className + " is not as expected: " + e, e);
    }
  }
}
