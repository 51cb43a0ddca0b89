package io.spillway.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * MD5, the digest that object stores tag content with. It detects damage; it does not protect
 * against an attacker.
 */
public final class Digests {
  private Digests() {}

  /** Returns a new MD5 digest. */
  public static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no MD5, which S3 needs", e);
    }
  }

  /** Returns the MD5 of the content in lower-case hexadecimal digits. */
  public static String md5Hex(byte[] content) {
    return HexFormat.of().formatHex(md5().digest(content));
  }
}
