package io.spillway.sandbox;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.object.Entry;
import io.spillway.source.lakefs.metadata.MetadataFile;
import io.spillway.source.lakefs.metadata.RangeInfo;
import io.spillway.store.Body;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The metarange and range files of one repository. Each file is kept in the repository's storage
 * namespace and, as in lakeFS, in a local cache that listings read: damage to the stored file does
 * not affect listings.
 */
final class MetadataStore implements Closeable {
  /** The folder of the files in a storage namespace. */
  static final String FOLDER = "_lakefs";

  private static final int OPEN_FILES = 64;
  private static final int KNOWN_METARANGES = 16;

  private final Path cache;
  private final Storage storage;
  private final Location namespace;
  private final AtomicLong temporary = new AtomicLong();
  private final Map<String, MetadataFile> open = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, List<RangeInfo>> metaRanges = new LinkedHashMap<>(16, 0.75f, true);

  MetadataStore(Path cache, Storage storage, Location namespace) throws IOException {
    this.cache = Files.createDirectories(cache);
    this.storage = storage;
    this.namespace = namespace;
  }

  /** Returns the location of a file in the storage namespace. */
  Location location(String id) {
    return namespace.resolve(FOLDER + "/" + id);
  }

  /** Returns a path for a file that has no id yet. */
  Path newFile() {
    return cache.resolve("new-" + temporary.incrementAndGet());
  }

  /**
   * Stores a finished file under its id and moves it to the cache, or deletes it if the id is
   * cached already.
   */
  void publish(Path file, String id) throws IOException {
    Path target = cache.resolve(id);
    if (Files.exists(target)) {
      Files.delete(file);
      return;
    }
    storage.write(location(id), new FileBody(file));
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Returns the ranges of a metarange in the order of their keys; empty for the empty id. */
  List<RangeInfo> ranges(String metaRangeId) throws IOException {
    if (metaRangeId.isEmpty()) {
      return List.of();
    }
    synchronized (metaRanges) {
      List<RangeInfo> known = metaRanges.get(metaRangeId);
      if (known != null) {
        return known;
      }
    }
    try (MetadataFile file = MetadataFile.open(cache.resolve(metaRangeId), "metarange")) {
      List<RangeInfo> ranges = List.copyOf(file.ranges());
      synchronized (metaRanges) {
        metaRanges.put(metaRangeId, ranges);
        drop(metaRanges);
      }
      return ranges;
    }
  }

  private static void drop(Map<String, List<RangeInfo>> known) {
    if (known.size() > KNOWN_METARANGES) {
      known.remove(known.keySet().iterator().next());
    }
  }

  /**
   * Returns the entries of a range after a key (exclusive). The file stays open for later calls.
   */
  MetadataFile.Cursor<Entry> entries(String rangeId, Bytes after) throws IOException {
    synchronized (open) {
      MetadataFile file = open.get(rangeId);
      if (file == null) {
        file = MetadataFile.open(cache.resolve(rangeId), "range " + rangeId);
        open.put(rangeId, file);
      }
      MetadataFile.Cursor<Entry> cursor = file.entries(after);
      closeEldest();
      return cursor;
    }
  }

  // Open cursors of a closed file remain usable to their end.
  private void closeEldest() {
    if (open.size() > OPEN_FILES) {
      Iterator<MetadataFile> eldest = open.values().iterator();
      eldest.next().close();
      eldest.remove();
    }
  }

  @Override
  public void close() {
    synchronized (open) {
      open.values().forEach(MetadataFile::close);
      open.clear();
    }
  }

  private record FileBody(Path file) implements Body {
    @Override
    public long size() {
      return file.toFile().length();
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }
}
