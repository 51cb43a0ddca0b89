package io.spillway.sandbox;

import io.spillway.base.Location;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import io.spillway.store.s3.S3Store;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The storage of a sandbox: {@code local://} is the sandbox's folder, every other scheme an object
 * store.
 */
final class Storage {
  static final String LOCAL = "local";

  // As in lakeFS, content type and metadata are in the entry, not in the store.
  private static final Attributes UNTYPED = Attributes.ofType("application/octet-stream");

  private final Path folder;
  private final @Nullable Stores stores;

  Storage(Path folder, @Nullable Stores stores) {
    this.folder = folder.toAbsolutePath().normalize();
    this.stores = stores;
  }

  /** Returns whether objects can be stored at a location. */
  boolean serves(Location at) {
    return isLocal(at) || (stores != null && stores.serves(at.scheme()));
  }

  /** Returns whether there are object stores besides the folder. */
  boolean hasStores() {
    return stores != null;
  }

  /** Writes an object and replaces an existing one. */
  void write(Location at, Body body) throws IOException {
    if (!isLocal(at)) {
      store(at).write(at.path(), body, UNTYPED);
      return;
    }
    Path target = path(at);
    Files.createDirectories(target.getParent());
    Path half = Files.createTempFile(target.getParent(), ".half-", "");
    try (InputStream in = body.open()) {
      Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
      Files.move(half, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(half);
    }
  }

  /**
   * Opens an object at an offset in bytes.
   *
   * @throws StoreException {@code NOT_FOUND} if the object does not exist
   */
  OpenObject open(Location at, long offset) throws IOException {
    return isLocal(at) ? openFile(at, offset) : store(at).open(at.path(), offset);
  }

  private OpenObject openFile(Location at, long offset) throws IOException {
    try {
      SeekableByteChannel channel = Files.newByteChannel(path(at)).position(offset);
      StoredObject object = new StoredObject(at.path(), channel.size(), "", false, Attributes.NONE);
      return new OpenObject(object, Channels.newInputStream(channel));
    } catch (NoSuchFileException e) {
      throw new StoreException(StoreException.Reason.NOT_FOUND, "There is no object " + at, e);
    }
  }

  /** Deletes an object; does nothing if it does not exist. */
  void delete(Location at) throws IOException {
    if (isLocal(at)) {
      Files.deleteIfExists(path(at));
    } else {
      store(at).delete(at.path());
    }
  }

  /**
   * Returns a URL that reads an object without further credentials until it expires. The URL is a
   * secret.
   */
  URI presign(Location at, Duration valid) throws IOException {
    if (!isLocal(at) && store(at) instanceof S3Store s3) {
      return s3.presign(at.path(), valid);
    }
    throw Refusal.badRequest("operation not supported");
  }

  private ObjectStore store(Location at) {
    if (stores == null) {
      throw new IllegalStateException("This sandbox has only its folder, and no store for " + at);
    }
    return stores.open(at);
  }

  private Path path(Location at) {
    Path path = folder.resolve(at.authority()).resolve(at.path()).normalize();
    if (!path.startsWith(folder)) {
      throw new IllegalArgumentException("Invalid address, it leaves the sandbox's folder: " + at);
    }
    return path;
  }

  private static boolean isLocal(Location at) {
    return at.scheme().equals(LOCAL);
  }
}
