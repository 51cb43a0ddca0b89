package io.spillway.sandbox;

import io.spillway.base.Location;
import io.spillway.sandbox.metadata.IdentityHash;
import io.spillway.store.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;

/** A writer of objects into a storage namespace, each under a new name. */
final class Upload {
  private static final int NAME_LENGTH = 20;

  private final Storage storage;
  private final Location namespace;
  private final String folder = "data/" + name() + "/";

  Upload(Storage storage, Location namespace) {
    this.storage = storage;
    this.namespace = namespace;
  }

  /**
   * A written object.
   *
   * @param address relative to the storage namespace
   * @param md5 of the content, hexadecimal
   */
  record Stored(String address, String md5) {}

  Stored store(Body content) {
    String address = folder + name();
    Hashed hashed = new Hashed(content, IdentityHash.digest("MD5"));
    try {
      storage.write(namespace.resolve(address), hashed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Stored(address, HexFormat.of().formatHex(hashed.digest().digest()));
  }

  private static String name() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, NAME_LENGTH);
  }

  private record Hashed(Body content, MessageDigest digest) implements Body {
    @Override
    public long size() {
      return content.size();
    }

    @Override
    public InputStream open() throws IOException {
      digest.reset();
      return new DigestInputStream(content.open(), digest);
    }
  }
}
