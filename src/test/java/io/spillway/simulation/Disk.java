package io.spillway.simulation;

import io.spillway.base.Bytes;
import io.spillway.store.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a store holds: objects, and uploads in parts that have not ended. */
final class Disk {
  private final NavigableMap<Bytes, Held> objects;
  private final NavigableMap<String, Upload> uploads;
  private long number;

  /**
   * An object.
   *
   * @param text its key
   * @param written the time when it was written, in nanoseconds of the simulation
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Held(String text, byte[] content, String etag, Attributes attributes, long written) {}

  /**
   * An upload in parts.
   *
   * @param key of the object that it is to become
   */
  record Upload(String key, List<byte[]> parts, Attributes attributes) {}

  Disk() {
    this(new TreeMap<>(), new TreeMap<>(), 0);
  }

  private Disk(
      NavigableMap<Bytes, Held> objects, NavigableMap<String, Upload> uploads, long number) {
    this.objects = objects;
    this.uploads = uploads;
    this.number = number;
  }

  /** A copy that changes by itself. */
  Disk copy() {
    NavigableMap<String, Upload> open = new TreeMap<>();
    uploads.forEach(
        (id, upload) ->
            open.put(
                id,
                new Upload(upload.key(), new ArrayList<>(upload.parts()), upload.attributes())));
    return new Disk(new TreeMap<>(objects), open, number);
  }

  @Nullable Held get(String key) {
    return objects.get(Bytes.of(key));
  }

  @Nullable Held put(Held held) {
    return objects.put(Bytes.of(held.text()), held);
  }

  @Nullable Held remove(String key) {
    return objects.remove(Bytes.of(key));
  }

  /** All objects after a key, or from it on. */
  NavigableMap<Bytes, Held> from(Bytes key, boolean inclusive) {
    return objects.tailMap(key, inclusive);
  }

  /** The objects whose keys begin so, in their order. */
  List<Held> under(String prefix) {
    List<Held> found = new ArrayList<>();
    for (Held held : objects.tailMap(Bytes.of(prefix), true).values()) {
      if (!held.text().startsWith(prefix)) {
        break;
      }
      found.add(held);
    }
    return found;
  }

  /** Begins an upload, and returns its id. */
  String begin(String key, Attributes attributes) {
    String id = "upload-" + number++;
    uploads.put(id, new Upload(key, new ArrayList<>(), attributes));
    return id;
  }

  @Nullable Upload upload(String id) {
    return uploads.get(id);
  }

  @Nullable Upload end(String id) {
    return uploads.remove(id);
  }

  Map<String, Upload> uploads() {
    return uploads;
  }
}
