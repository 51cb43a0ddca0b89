package io.spillway.sandbox;

import io.spillway.base.Location;
import io.spillway.object.Entry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The JSON of objects in lakeFS's API. */
final class ObjectJson {
  private final Storage storage;
  private final InstantSource clock;
  private final @Nullable Duration links;

  /**
   * Creates the JSON of one server.
   *
   * @param links lifetime of presigned URLs; null for a server that makes none
   */
  ObjectJson(Storage storage, InstantSource clock, @Nullable Duration links) {
    this.storage = storage;
    this.clock = clock;
    this.links = links;
  }

  /** Returns a row of a listing. */
  Map<String, Object> row(Repo repo, Entry entry, HttpCall call) throws IOException {
    Map<String, Object> row = new TreeMap<>();
    row.put("checksum", entry.checksum());
    row.put("content_type", entry.contentType());
    row.put("mtime", entry.modified());
    row.put("path", entry.path());
    row.put("path_type", "object");
    row.put("physical_address", address(repo, entry).toString());
    row.put("size_bytes", entry.size());
    if (!entry.metadata().isEmpty() && call.flag("user_metadata", true)) {
      row.put("metadata", entry.metadata());
    }
    if (call.flag("presign", false)) {
      row.put("physical_address", presigned(address(repo, entry)));
      row.put("physical_address_expiry", clock.instant().plus(lifetime()).getEpochSecond());
    }
    return row;
  }

  /**
   * Returns a single object, which always has metadata, even if empty, unlike a row of a listing.
   */
  Map<String, Object> single(Repo repo, Entry entry, HttpCall call) throws IOException {
    Map<String, Object> row = row(repo, entry, call);
    row.putIfAbsent("metadata", Map.of());
    return row;
  }

  /** Returns a common prefix of a listing with a delimiter. */
  static Object prefix(String path) {
    return Map.of(
        "checksum", "",
        "mtime", 0,
        "path", path,
        "path_type", "common_prefix",
        "physical_address", "");
  }

  /** Returns a presigned URL that reads an object. */
  String presigned(Location at) throws IOException {
    return storage.presign(at, lifetime()).toString();
  }

  private Duration lifetime() {
    if (links == null) {
      throw Refusal.badRequest("operation not supported");
    }
    return links;
  }

  static Location address(Repo repo, Entry entry) {
    return entry.location(repo.storageNamespace());
  }
}
