package io.spillway.sandbox;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The routes for the server's configuration, version and user. */
final class ConfigRoutes {
  private final String type;
  private final boolean presigns;

  /**
   * Creates the routes.
   *
   * @param type of the storage: s3 or local
   * @param presigns whether the server makes presigned URLs
   */
  ConfigRoutes(String type, boolean presigns) {
    this.type = type;
    this.presigns = presigns;
  }

  void addTo(Routes routes) {
    routes
        .add("GET", "config", (call, arguments) -> call.answer(200, config()))
        .add("GET", "config/storage", (call, arguments) -> call.answer(200, storage()))
        .add("GET", "config/version", (call, arguments) -> call.answer(200, version()))
        .add("GET", "user", ConfigRoutes::user);
  }

  private Object config() {
    return Map.of(
        "capabilities_config", Map.of(),
        "storage_config", storage(),
        "storage_config_list", List.of(),
        "ui_config", Map.of(),
        "version_config", Map.of("version", Server.NAME, "version_context", "lakeFS"));
  }

  private Map<String, Object> storage() {
    return Map.ofEntries(
        Map.entry("blockstore_description", ""),
        Map.entry("blockstore_id", ""),
        Map.entry("blockstore_namespace_ValidityRegex", "^" + type + "://"),
        Map.entry("blockstore_namespace_example", type + "://example-bucket/"),
        Map.entry("blockstore_type", type),
        Map.entry("default_namespace_prefix", ""),
        Map.entry("import_support", true),
        Map.entry("import_validity_regex", "^" + type + "://"),
        Map.entry("pre_sign_multipart_upload", presigns),
        Map.entry("pre_sign_support", presigns),
        Map.entry("pre_sign_support_ui", false));
  }

  private static Object version() {
    return Map.of(
        "upgrade_recommended",
        false,
        "upgrade_url",
        "",
        "version",
        Server.NAME,
        "version_context",
        "lakeFS");
  }

  private static void user(HttpCall call, List<String> arguments) throws IOException {
    call.answer(200, Map.of("user", Map.of("creation_date", 0, "id", "admin")));
  }
}
