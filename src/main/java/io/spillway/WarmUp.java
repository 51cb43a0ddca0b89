package io.spillway;

import io.spillway.source.lakefs.api.LakeFsClient;
import io.spillway.source.lakefs.metadata.MetadataFile;
import io.spillway.store.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loader of the libraries of an export, which runs while Spark starts. A small export, such as
 * one commit after another, spends most of its time on loading them.
 */
final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  private WarmUp() {}

  /** Starts the loading on a daemon thread. Nothing waits for it, and its failure has no effect. */
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
