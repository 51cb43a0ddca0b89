package io.spillway.store.hadoop;

import io.spillway.base.Settings;
import io.spillway.store.Stores;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** The part of a job's Hadoop settings that is serialized to its workers. */
public final class HadoopSettings {
  /**
   * Prefixes of settings that determine access to storage: file systems and the libraries that they
   * use.
   */
  private static final List<String> OF_STORAGE =
      List.of("fs.", "dfs.", "hadoop.", "ipc.", "io.", "google.cloud.", Stores.S3_CLIENT);

  private static final String OF_SPARK = "spark.hadoop.";
  private static final String STORAGE = "lakefs.storage.";
  private static final String DEFAULTS = "-default.xml";

  private HadoopSettings() {}

  /**
   * Returns Hadoop's configuration files, overlaid with the system properties that spark-submit and
   * the launcher derive from settings; for code that runs without Spark.
   */
  public static Configuration ofThisProcess() {
    Configuration configuration = new Configuration();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(OF_SPARK)) {
        configuration.set(
            name.substring(OF_SPARK.length()), System.getProperty(name, ""), "spark.hadoop.*");
      }
    }
    String client = System.getProperty("spark." + Stores.S3_CLIENT, "");
    if (!client.isEmpty()) {
      configuration.set(Stores.S3_CLIENT, client);
    }
    return configuration;
  }

  /**
   * Returns the settings of storage that were explicitly set. Hadoop's own defaults would hide
   * those of the AWS SDK, and every worker has them anyway.
   */
  public static Settings chosen(Configuration configuration) {
    Map<String, String> chosen = new HashMap<>();
    for (Map.Entry<String, String> entry : configuration) {
      String name = entry.getKey();
      if (OF_STORAGE.stream().anyMatch(name::startsWith) && !isDefault(configuration, name)) {
        chosen.put(name, String.valueOf(configuration.get(name)));
      }
    }
    return Settings.of(chosen);
  }

  /**
   * Returns the settings that were explicitly set for one of the server's storages: {@code
   * lakefs.storage.eu.fs.s3a.endpoint} becomes {@code fs.s3a.endpoint} for repositories whose data
   * is in the storage {@code eu}.
   *
   * @param storageId the id of the storage; empty if the server has a single storage, which has no
   *     such settings
   */
  public static Settings ofStorage(Configuration configuration, String storageId) {
    Map<String, String> own = new HashMap<>();
    String prefix = STORAGE + storageId + ".";
    for (Map.Entry<String, String> entry : configuration) {
      if (!storageId.isEmpty() && entry.getKey().startsWith(prefix)) {
        own.put(
            entry.getKey().substring(prefix.length()),
            String.valueOf(configuration.get(entry.getKey())));
      }
    }
    return Settings.of(own);
  }

  /**
   * Returns whether a setting comes from a library's file of defaults: {@code core-default.xml} and
   * others.
   */
  private static boolean isDefault(Configuration configuration, String name) {
    String[] sources = configuration.getPropertySources(name);
    return sources != null
        && sources.length > 0
        && List.of(sources).stream().allMatch(source -> source.endsWith(DEFAULTS));
  }
}
