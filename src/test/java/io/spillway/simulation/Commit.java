package io.spillway.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.base.Bytes;
import io.spillway.base.KeyGlobs;
import io.spillway.object.Entry;
import io.spillway.object.Range;
import io.spillway.store.Digests;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A commit of a simulation: what its keys hold, and the files of its metadata.
 *
 * @param id 64 hexadecimal digits
 * @param contents the text of each key
 * @param entries by key, in the order of the bytes
 * @param files the entries of each range
 */
record Commit(
    String id,
    Map<String, String> contents,
    NavigableMap<String, Entry> entries,
    List<Range> ranges,
    Map<String, List<Entry>> files) {
  private static final int PER_RANGE = 4;

  /** A commit by its number whose objects hold a text each. */
  static Commit of(int number, Map<String, String> contents) {
    NavigableMap<String, Entry> entries = new TreeMap<>(Comparator.comparing(Bytes::of));
    contents.forEach((key, text) -> entries.put(key, entry(key, text)));
    List<Range> ranges = new ArrayList<>();
    Map<String, List<Entry>> files = new TreeMap<>();
    List<Entry> part = new ArrayList<>();
    for (Entry entry : entries.values()) {
      part.add(entry);
      if (part.size() >= PER_RANGE || entry.path().hashCode() % 3 == 0) {
        add(ranges, files, part);
        part = new ArrayList<>();
      }
    }
    if (!part.isEmpty()) {
      add(ranges, files, part);
    }
    return new Commit(
        String.format(Locale.ROOT, "%064x", number + 0xC0), contents, entries, ranges, files);
  }

  private static void add(List<Range> ranges, Map<String, List<Entry>> files, List<Entry> part) {
    StringBuilder all = new StringBuilder();
    part.forEach(
        entry -> all.append(entry.path()).append(' ').append(entry.checksum()).append(' '));
    String file = Digests.md5Hex(all.toString().getBytes(UTF_8));
    files.put(file, part);
    ranges.add(new Range(file, part.get(0).key(), part.get(part.size() - 1).key(), part.size()));
  }

  private static Entry entry(String key, String text) {
    byte[] content = text.getBytes(UTF_8);
    String md5 = Digests.md5Hex(content);
    Map<String, String> metadata = text.length() % 2 == 0 ? Map.of() : Map.of("odd", text);
    return new Entry(
        Bytes.of(key),
        "data/" + md5,
        true,
        content.length,
        md5,
        0,
        metadata,
        "text/plain",
        Bytes.EMPTY);
  }

  /** The entries of the keys that an export is about. */
  NavigableMap<String, Entry> selected(KeyGlobs globs) {
    if (globs.isAll()) {
      return entries;
    }
    NavigableMap<String, Entry> some = new TreeMap<>(entries);
    some.keySet().removeIf(key -> !globs.matches(key));
    return some;
  }
}
