package io.spillway.source.lakefs.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.lakefs.clients.sdk.ConfigApi;
import io.spillway.source.lakefs.api.Presigning.Support;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's configuration of its storages; each is requested once. Safe for use by many threads.
 */
final class StorageConfigs {
  private static final Logger LOG = LoggerFactory.getLogger(StorageConfigs.class);

  private final Connection connection;
  private final ConfigApi config;
  private final Map<String, StorageConfig> known = new ConcurrentHashMap<>();

  /**
   * A server's configuration of one storage.
   *
   * @param type the kind of storage, {@code s3} or {@code local}; empty if the server does not
   *     report it
   */
  record StorageConfig(Support support, String type) {
    static final StorageConfig UNKNOWN = new StorageConfig(Support.UNKNOWN, "");

    static StorageConfig of(@Nullable JsonElement storage) {
      if (storage == null || !storage.isJsonObject()) {
        return UNKNOWN;
      }
      JsonElement flag = storage.getAsJsonObject().get("pre_sign_support");
      JsonElement type = storage.getAsJsonObject().get("blockstore_type");
      return new StorageConfig(
          flag == null || !flag.isJsonPrimitive()
              ? Support.UNKNOWN
              : flag.getAsBoolean() ? Support.YES : Support.NO,
          type == null || !type.isJsonPrimitive() ? "" : type.getAsString());
    }
  }

  StorageConfigs(Connection connection) {
    this.connection = connection;
    this.config = new ConfigApi(connection.sdk());
  }

  /** Returns the configuration of a repository's storage; requests it once. */
  StorageConfig of(Repository repository) {
    return known.computeIfAbsent(repository.storageId(), this::ask);
  }

  private StorageConfig ask(String storageId) {
    try {
      return connection.read(
          "its configuration",
          () -> config.getConfig().buildCall(null),
          json -> StorageConfig.of(storage(JsonParser.parseString(json), storageId)));
    } catch (IOException e) {
      LOG.debug("lakeFS does not tell its configuration: {}", e.getMessage());
      return StorageConfig.UNKNOWN;
    }
  }

  /**
   * Returns the part of an answer that describes one storage. The SDK's own parser is not used,
   * because it rejects a configuration of which a user may see only a part.
   */
  private static @Nullable JsonElement storage(JsonElement answer, String storageId) {
    JsonObject config = answer.getAsJsonObject();
    JsonElement all = config.get("storage_config_list");
    if (!storageId.isEmpty() && all != null && all.isJsonArray()) {
      for (JsonElement storage : all.getAsJsonArray()) {
        JsonElement id = storage.getAsJsonObject().get("blockstore_id");
        if (id != null && id.getAsString().equals(storageId)) {
          return storage;
        }
      }
    }
    return config.get("storage_config");
  }
}
