package io.spillway.store.s3;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URI;

/**
 * What runs in a server's own process. It names the servers' classes by reflection, as they are on
 * the class path of that process only, and ends when its input ends: also when the tests' JVM dies.
 */
final class S3ServerProcess {
  private static final int ONE_DAY_SECONDS = 86_400;

  private S3ServerProcess() {}

  /** Arguments: which server, port, access key, secret key. */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[1]);
    if (arguments[0].equals("s3proxy")) {
      startS3Proxy(port, arguments[2], arguments[3]);
    } else {
      startLocalS3(port);
    }
    waitForEndOfInput();
    Runtime.getRuntime().halt(0);
  }

  private static void waitForEndOfInput() throws IOException {
    while (System.in.read() >= 0) {
      // Nobody writes; the end is what counts.
    }
  }

  private static void startS3Proxy(int port, String accessKey, String secretKey) throws Exception {
    Class<?> proxy = Class.forName("org.gaul.s3proxy.S3Proxy");
    Class<?> blobStore = Class.forName("org.gaul.s3proxy.blobstore.BlobStore");
    Class<?> authentication = Class.forName("org.gaul.s3proxy.auth.AuthenticationType");
    Constructor<?> transientStore =
        Class.forName("org.gaul.s3proxy.nio2blob.TransientNio2BlobStore").getConstructor();
    Object either = authentication.getField("AWS_V2_OR_V4").get(null);
    Object builder = proxy.getMethod("builder").invoke(null);
    Class<?> steps = builder.getClass();
    steps.getMethod("blobStore", blobStore).invoke(builder, transientStore.newInstance());
    steps.getMethod("endpoint", URI.class).invoke(builder, URI.create("http://127.0.0.1:" + port));
    steps
        .getMethod("awsAuthentication", authentication, String.class, String.class)
        .invoke(builder, either, accessKey, secretKey);
    steps.getMethod("ignoreUnknownHeaders", boolean.class).invoke(builder, true);
    steps.getMethod("v4MaxNonChunkedRequestSize", long.class).invoke(builder, 128L << 20);
    steps.getMethod("jettyMaxThreads", int.class).invoke(builder, 200);
    steps.getMethod("maximumTimeSkew", int.class).invoke(builder, ONE_DAY_SECONDS);
    Object server = steps.getMethod("build").invoke(builder);
    proxy.getMethod("start").invoke(server);
  }

  private static void startLocalS3(int port) throws Exception {
    Class<?> local = Class.forName("com.robothy.s3.rest.LocalS3");
    Object builder = local.getMethod("builder").invoke(null);
    builder.getClass().getMethod("port", int.class).invoke(builder, port);
    Object server = builder.getClass().getMethod("build").invoke(builder);
    local.getMethod("start").invoke(server);
  }
}
