package io.spillway.store.s3;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class S3ProxyStoreIT extends S3StoreContract {
  private static S3Server server;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(S3Server.Kind.S3PROXY);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Override
  protected Map<String, String> settings() {
    return server.settings();
  }
}
