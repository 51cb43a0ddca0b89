package io.spillway.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.object.Entry;
import io.spillway.simulation.Disk.Held;
import io.spillway.store.Attributes;
import io.spillway.store.Digests;
import io.spillway.store.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a simulation takes place.
 *
 * @param name unique among the worlds that exist at one time
 * @param folder whether the destination is a folder of files, not a bucket
 * @param commits all that there are
 * @param foreign objects of others in the destination's bucket before all exports, by key
 * @param page how many objects a page of a listing has
 * @param partBytes the size above which objects are uploaded in parts
 */
record Setting(
    String name,
    boolean folder,
    List<Commit> commits,
    Map<String, String> foreign,
    int page,
    int partBytes) {
  static final String ROOT = "some/root";

  static String lake(String name) {
    return name + "-lake";
  }

  Setting named(String other) {
    return new Setting(other, folder, commits, foreign, page, partBytes);
  }

  /** The settings that open its stores. */
  Stores stores() {
    return new Stores(Settings.of(Map.of(SimulatedStores.WORLD, name)));
  }

  /** The destination. */
  Location root() {
    return new Location(folder ? "file" : "s3", name, ROOT);
  }

  /** The bucket of the destination, or what stands for it. */
  String bucket() {
    return root().authority();
  }

  Location forbidden() {
    return new Location("s3", lake(name), "");
  }

  List<Location> containers() {
    return List.of(root().container(), forbidden());
  }

  @Nullable List<Entry> file(String file) {
    for (Commit commit : commits) {
      List<Entry> entries = commit.files().get(file);
      if (entries != null) {
        return entries;
      }
    }
    return null;
  }

  /** What the stores hold at first. */
  Map<String, Disk> disks() {
    Map<String, Disk> disks = new TreeMap<>();
    Disk lake = new Disk();
    for (Commit commit : commits) {
      for (Entry entry : commit.entries().values()) {
        put(lake, entry.address(), String.valueOf(commit.contents().get(entry.path())), false);
      }
    }
    Disk bucket = new Disk();
    foreign.forEach((key, text) -> put(bucket, key, text, folder));
    disks.put(lake(name), lake);
    disks.put(bucket(), bucket);
    return disks;
  }

  private static void put(Disk disk, String key, String text, boolean isFile) {
    byte[] content = text.getBytes(UTF_8);
    String etag = isFile ? "" : Digests.md5Hex(content);
    var unused = disk.put(new Held(key, content, etag, Attributes.NONE, 0));
  }

  /** All keys that any commit has. */
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    commits.forEach(commit -> keys.addAll(commit.entries().keySet()));
    return keys;
  }
}
