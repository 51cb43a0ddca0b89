package io.spillway.store.s3;

import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * The logs in which libraries record requests with all their headers, including session tokens and
 * signatures. They are disabled regardless of the configured log level.
 */
final class WireLogs {
  // The shading of the jar renames these with the packages they belong to.
  private static final List<String> NAMES = List.of("org.apache.http.", "software.amazon.awssdk.");

  private WireLogs() {}

  /** Disables the logs. Without Log4j this does nothing. */
  static void shut() {
    try {
      NAMES.forEach(
          name -> Configurator.setLevel(name.substring(0, name.length() - 1), Level.WARN));
    } catch (LinkageError e) {
      // Every supported Spark version includes Log4j.
    }
  }
}
