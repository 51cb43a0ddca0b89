package io.spillway.store.file;

import io.spillway.store.FolderNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model of a disk that loses power: it keeps the bytes of a file and the names in a folder as
 * they were when they were last forced, and nothing else. Whatever is not forced may be kept too,
 * in any order, which is why tests look at it just before something appears that speaks for the
 * rest.
 */
final class PowerCut implements Durability {
  private final Map<Object, byte[]> bytes = new HashMap<>();
  private final Map<Object, Map<String, Object>> names = new HashMap<>();
  private final Watcher watcher;

  /** Is told of a file that is about to get its name: from now on it may be on the disk. */
  interface Watcher {
    void appears(byte[] content, PowerCut disk) throws IOException;
  }

  PowerCut(Watcher watcher) {
    this.watcher = watcher;
  }

  @Override
  public synchronized void file(SeekableByteChannel file, Path path) throws IOException {
    byte[] content = Files.readAllBytes(path);
    watcher.appears(content, this);
    bytes.put(key(path), content);
  }

  @Override
  public synchronized void folder(FolderHandle folder) throws IOException {
    Map<String, Object> before = names.getOrDefault(key(folder), Map.of());
    Map<String, Object> now = new HashMap<>();
    try (DirectoryStream<Path> listed = folder.names()) {
      for (Path one : listed) {
        String name = one.getFileName().toString();
        folder.attributes(name).ifPresent(there -> now.put(name, there.fileKey()));
      }
    }
    // Numbers of folders that are gone come again.
    now.values().stream().filter(key -> !before.containsValue(key)).forEach(names::remove);
    names.put(key(folder), now);
  }

  /** Returns what is below a folder after the power was cut, by relative paths. */
  synchronized SortedMap<String, byte[]> survivors(Path folder) throws IOException {
    SortedMap<String, byte[]> found = new TreeMap<>();
    collect(key(folder), "", found);
    return found;
  }

  private void collect(Object folder, String prefix, Map<String, byte[]> found) {
    names
        .getOrDefault(folder, Map.of())
        .forEach(
            (name, key) -> {
              if (bytes.containsKey(key)) {
                found.put(prefix + name, bytes.get(key));
              } else if (names.containsKey(key)) {
                collect(key, prefix + name + "/", found);
              } else {
                found.put(
                    prefix + name, new byte[0]); // a name whose file has no bytes, or a folder
              }
            });
  }

  private static Object key(FolderHandle folder) throws IOException {
    return Objects.requireNonNull(folder.attributes().fileKey());
  }

  private static Object key(Path path) {
    try {
      return Objects.requireNonNull(
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .fileKey());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells whether a path is no data: of Spillway's own folder, or of a folder being made. */
  static boolean isOurs(String path) {
    String first = path.split("/", 2)[0];
    return first.equals("_spillway") || FolderNames.isTemporary(first);
  }
}
