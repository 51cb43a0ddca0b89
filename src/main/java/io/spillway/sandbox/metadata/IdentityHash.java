package io.spillway.sandbox.metadata;

import io.spillway.base.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/**
 * An identity, which lakeFS compares to detect a change: SHA-256 over typed, length-prefixed
 * fields.
 *
 * <p>Source: lakeFS, {@code pkg/ident/ident.go} and {@code pkg/catalog/entry.go}.
 */
public final class IdentityHash {
  private static final int STRING = 1;
  private static final int INT64 = 2;
  private static final int STRING_MAP = 4;

  private final MessageDigest digest;

  public IdentityHash() {
    this(digest("SHA-256"));
  }

  /** Creates an identity that continues a digest, which may contain other data already. */
  public IdentityHash(MessageDigest digest) {
    this.digest = digest;
  }

  /**
   * Returns the identity of an object, which depends neither on the data's address nor on the time
   * of the write.
   */
  public static Bytes ofObject(
      long size, String checksum, Map<String, String> metadata, String contentType) {
    IdentityHash identity = new IdentityHash().add(size).add(checksum).add(metadata);
    return (contentType.isEmpty() ? identity : identity.add(contentType)).sum();
  }

  public static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has " + algorithm, e);
    }
  }

  public IdentityHash add(long value) {
    digest.update((byte) INT64);
    digest.update((byte) Long.BYTES);
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, value));
    return this;
  }

  public IdentityHash add(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    digest.update((byte) STRING);
    add(bytes.length);
    digest.update(bytes);
    return this;
  }

  public IdentityHash add(Map<String, String> values) {
    digest.update((byte) STRING_MAP);
    add(values.size());
    TreeMap<Bytes, String> sorted = new TreeMap<>();
    values.forEach((name, value) -> sorted.put(Bytes.of(name), value));
    sorted.forEach((name, value) -> add(name.text()).add(value));
    return this;
  }

  public Bytes sum() {
    return Bytes.of(digest.digest());
  }
}
