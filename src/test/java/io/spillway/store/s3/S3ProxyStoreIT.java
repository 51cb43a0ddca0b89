package io.spillway.store.s3;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What s3proxy gets wrong is overridden below, which takes it out of the contract. */
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

  /** It answers that the signature is wrong. */
  @Override
  protected void shouldHoldKeysThatNoFileSystemDoes() {}

  /** It answers that the signature is wrong. */
  @Override
  protected void shouldDeleteManyKeysThatNoFileSystemHolds() {}

  /** It cannot hold {@code d/} beside {@code d/x}. */
  @Override
  protected void shouldHoldObjectsThatLookLikeFolders() {}

  /** It sorts as Java does. */
  @Override
  protected void shouldListCharactersOfFourBytesLast() {}
}
