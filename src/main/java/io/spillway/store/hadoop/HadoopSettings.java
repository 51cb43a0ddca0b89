package io.spillway.store.hadoop;

import io.spillway.base.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** What of a job's Hadoop settings travels to its workers. */
public final class HadoopSettings {
  /** How settings begin that say how storage is reached: file systems and what they build on. */
  private static final List<String> OF_STORAGE =
      List.of("fs.", "dfs.", "hadoop.", "ipc.", "io.", "google.cloud.");

  private static final String OF_SPARK = "spark.hadoop.";
  private static final String STORAGE = "lakefs.storage.";
  private static final String DEFAULTS = "-default.xml";

  private HadoopSettings() {}

  /**
   * What Hadoop's files say, and the system properties that spark-submit and the launcher make of
   * settings: for what needs no Spark.
   */
  public static Configuration ofThisProcess() {
    Configuration configuration = new Configuration();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(OF_SPARK)) {
        configuration.set(
            name.substring(OF_SPARK.length()), System.getProperty(name, ""), "spark.hadoop.*");
      }
    }
    return configuration;
  }

  /**
   * The settings of storage that somebody chose. Hadoop's own defaults would hide those of the AWS
   * SDK, and every worker has them anyway.
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
   * The settings that somebody chose for one of the server's storages: {@code
   * lakefs.storage.eu.fs.s3a.endpoint} is {@code fs.s3a.endpoint} where a repository of the storage
   * {@code eu} keeps its data.
   *
   * @param storageId empty where the server has one storage, which has no such settings
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

  /** Of each library there is a file of defaults: {@code core-default.xml} and others. */
  private static boolean isDefault(Configuration configuration, String name) {
    String[] sources = configuration.getPropertySources(name);
    return sources != null
        && sources.length > 0
        && List.of(sources).stream().allMatch(source -> source.endsWith(DEFAULTS));
  }
}
