package io.spillway;

import io.spillway.source.lakefs.api.LakeFsClient;
import io.spillway.source.lakefs.metadata.MetadataFile;
import io.spillway.store.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the libraries that an export needs while Spark starts, beside it. An export of little work,
 * say of one commit after the other, spends most of its time on that.
 */
final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  private WarmUp() {}

  /** Nothing waits for it, and nothing fails with it. */
  static void start() {
    Thread thread = new Thread(WarmUp::run, "spillway-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private static void run() {
    try {
      MetadataFile.warmUp();
      LakeFsClient.warmUp(new ApiClient("http://127.0.0.1:9", "no-key", "no-key"));
      Stores.warmUp();
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("The export will load its libraries as it comes to them", e);
    }
  }
}
