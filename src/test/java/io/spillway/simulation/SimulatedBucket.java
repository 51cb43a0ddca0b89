package io.spillway.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.simulation.Disk.Held;
import io.spillway.simulation.Disk.Upload;
import io.spillway.simulation.Request.Verb;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.Digests;
import io.spillway.store.NotDeleted;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenWrite;
import io.spillway.store.StagedWrite;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.WrittenObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A bucket with the semantics of S3: exclusive creates, copies under a condition, deletes in
 * batches, and uploads of data in parts with a note of each.
 */
final class SimulatedBucket extends SimulatedStore {
  private static final int BATCH = 1_000;
  private static final Attributes TEXT = Attributes.ofType("text/plain");

  private final int partBytes;

  SimulatedBucket(World world, Location location, Settings settings) {
    super(world, location, settings);
    this.partBytes = world.setting().partBytes();
  }

  @Override
  Attributes kept(Attributes attributes) {
    return attributes;
  }

  @Override
  String tag(byte[] content) {
    return Digests.md5Hex(content);
  }

  @Override
  public WrittenObject write(String key, Body body, Attributes attributes) throws IOException {
    byte[] content = content(key, body);
    return content.length > partBytes && temporary.isPresent()
        ? upload(key, content, attributes)
        : ask(Verb.WRITE, key, () -> written(put(key, content, attributes)));
  }

  private static WrittenObject written(Held held) {
    return new WrittenObject(held.content().length, held.etag(), false);
  }

  private WrittenObject upload(String key, byte[] content, Attributes attributes)
      throws IOException {
    Parts parts = new Parts(key, attributes);
    try {
      for (int from = 0; from < content.length; from += partBytes) {
        int start = from;
        int end = Math.min(content.length, from + partBytes);
        parts.send(() -> Arrays.copyOfRange(content, start, end));
      }
      return parts.complete();
    } catch (IOException | RuntimeException e) {
      parts.abort();
      throw e;
    }
  }

  /** An upload in parts, whose note is written before its first part. */
  private final class Parts {
    private final String key;
    private final String id;

    Parts(String key, Attributes attributes) throws IOException {
      this.key = key;
      this.id = ask(Verb.BEGIN_PARTS, key, () -> disk().begin(key, attributes));
      byte[] text = (id + "\n" + key).getBytes(UTF_8);
      try {
        var unused = ask(Verb.WRITE, note(), () -> put(note(), text, TEXT));
      } catch (IOException e) {
        abort();
        throw e;
      }
    }

    private String note() {
      return temporary.orElseThrow() + "/upload-" + id;
    }

    void send(World.Effect<byte[]> part) throws IOException {
      var unused = ask(Verb.PART, key, () -> upload(id).parts().add(part.run()));
    }

    WrittenObject complete() throws IOException {
      WrittenObject written = ask(Verb.COMPLETE_PARTS, key, () -> completed(id));
      forget();
      return written;
    }

    void abort() {
      try {
        var unused = ask(Verb.ABORT_PARTS, key, () -> String.valueOf(disk().end(id)));
        forget();
      } catch (IOException e) {
        // its note stays, and the sweep finds it
      }
    }

    private void forget() {
      try {
        delete(note());
      } catch (IOException e) {
        // the sweep finds it
      }
    }
  }

  private Upload upload(String id) throws StoreException {
    Upload upload = disk().upload(id);
    if (upload == null) {
      throw new StoreException(Reason.NOT_FOUND, "There is no upload " + id + ".");
    }
    return upload;
  }

  private WrittenObject completed(String id) throws StoreException {
    Upload upload = upload(id);
    disk().end(id);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    upload.parts().forEach(content::writeBytes);
    byte[] all = content.toByteArray();
    String etag = tag(all) + "-" + upload.parts().size();
    return written(put(upload.key(), all, etag, upload.attributes()));
  }

  @Override
  public OpenWrite begin(String key, Attributes attributes) {
    ByteArrayOutputStream staged = new ByteArrayOutputStream();
    return new StagedWrite() {
      private Parts parts;

      @Override
      protected void stage(byte[] bytes, int from, int count) throws IOException {
        staged.write(bytes, from, count);
        if (staged.size() > partBytes && temporary.isPresent()) {
          parts = parts == null ? new Parts(key, attributes) : parts;
          send(parts);
        }
      }

      @Override
      protected WrittenObject publish() throws IOException {
        if (parts == null) {
          byte[] content = staged.toByteArray();
          return ask(Verb.WRITE, key, () -> written(put(key, content, attributes)));
        }
        if (staged.size() > 0) {
          send(parts);
        }
        return parts.complete();
      }

      private void send(Parts to) throws IOException {
        byte[] part = staged.toByteArray();
        staged.reset();
        to.send(() -> part);
      }

      @Override
      protected void giveUp(Throwable because) {
        staged.reset();
        if (parts != null) {
          parts.abort();
        }
      }
    };
  }

  @Override
  public boolean create(String key, byte[] content, Attributes attributes) throws IOException {
    return ask(
        Verb.CREATE,
        key,
        () -> {
          if (disk().get(key) != null) {
            return false;
          }
          put(key, content.clone(), attributes);
          return true;
        });
  }

  @Override
  public boolean reaches(ObjectStore source) {
    return source instanceof SimulatedBucket;
  }

  @Override
  public WrittenObject copy(
      ObjectStore source,
      String sourceKey,
      String ifMatch,
      long size,
      String key,
      Attributes attributes)
      throws IOException {
    SimulatedBucket from = (SimulatedBucket) source;
    if (size <= partBytes || temporary.isEmpty()) {
      return ask(
          Verb.COPY,
          key,
          () -> {
            byte[] content = from.unchanged(sourceKey, ifMatch);
            return new WrittenObject(-1, put(key, content, attributes).etag(), false);
          });
    }
    Parts parts = new Parts(key, attributes);
    try {
      for (int at = 0; at < size; at += partBytes) {
        int start = at;
        int end = (int) Math.min(size, at + partBytes);
        parts.send(() -> Arrays.copyOfRange(from.unchanged(sourceKey, ifMatch), start, end));
      }
      return new WrittenObject(-1, parts.complete().etag(), false);
    } catch (IOException | RuntimeException e) {
      parts.abort();
      throw e;
    }
  }

  private byte[] unchanged(String key, String ifMatch) throws StoreException {
    Held held = held(key);
    if (!held.etag().equals(ifMatch)) {
      throw new StoreException(
          Reason.CHANGED, "Cannot copy " + name(key) + ": its tag is not " + ifMatch + ".");
    }
    return held.content();
  }

  @Override
  public void delete(String key) throws IOException {
    var unused =
        ask(
            Verb.DELETE,
            key,
            () -> {
              remove(key);
              return true;
            });
  }

  @Override
  public List<NotDeleted> delete(Collection<String> keys) throws IOException {
    List<String> all = new ArrayList<>(keys);
    for (int from = 0; from < all.size(); from += BATCH) {
      List<String> batch = all.subList(from, Math.min(all.size(), from + BATCH));
      var unused =
          ask(
              Verb.DELETE,
              batch.get(0),
              () -> {
                int count = world.model().isHalf() ? batch.size() / 2 : batch.size();
                batch.subList(0, count).forEach(this::remove);
                return true;
              });
    }
    return List.of();
  }

  @Override
  public void giveUp(Collection<String> keys) throws IOException {
    for (String key : keys) {
      String name = key.substring(key.lastIndexOf('/') + 1);
      if (name.startsWith("upload-")) {
        String id = name.substring("upload-".length());
        var unused = ask(Verb.ABORT_PARTS, key, () -> String.valueOf(disk().end(id)));
      }
    }
  }

  @Override
  public boolean keepsAttributes() {
    return true;
  }
}
