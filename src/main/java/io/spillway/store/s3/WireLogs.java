package io.spillway.store.s3;

import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * The logs in which libraries write down requests with all their headers, session tokens and
 * signatures among them. They stay shut whatever level somebody has chosen for all logs.
 */
final class WireLogs {
  // The shading of our jar renames these with the packages they belong to.
  private static final List<String> NAMES = List.of("org.apache.http.", "software.amazon.awssdk.");

  private WireLogs() {}

  /** Shuts them. Where the log is not Log4j's, nothing can be done. */
  static void shut() {
    try {
      NAMES.forEach(
          name -> Configurator.setLevel(name.substring(0, name.length() - 1), Level.WARN));
    } catch (LinkageError e) {
      // Every Spark that is supported brings Log4j.
    }
  }
}
