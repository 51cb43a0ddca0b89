package io.spillway.store.s3.direct;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * A signer of requests by AWS Signature Version 4. Derives the key of a day once; each thread keeps
 * a {@link Mac} that is initialized with it.
 *
 * <p>Paths are signed as they are sent: S3 neither normalizes them nor encodes them twice.
 */
final class SigV4 {
  /** The content hash of a request whose body the signature does not cover. */
  static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

  /** The header of the time that a signature is for. */
  static final String DATE = "x-amz-date";

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String HMAC = "HmacSHA256";
  private static final String TOKEN = "x-amz-security-token";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int DAY_LENGTH = 8;
  private static final HexFormat HEX = HexFormat.of();
  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(SigV4::newSha256);

  private static final ThreadLocal<@Nullable Keyed> MAC = new ThreadLocal<>();

  private final String region;
  private final String service;
  private volatile Second second = new Second(Long.MIN_VALUE, "");
  private volatile @Nullable DayKey dayKey;

  /** A second since 1970, and its timestamp. */
  private record Second(long seconds, String timestamp) {}

  /** The key that one pair of credentials signs with on one day. */
  private static final class DayKey {
    private final AwsCredentials credentials;
    private final String day;
    private final SecretKeySpec key;

    DayKey(AwsCredentials credentials, String day, SecretKeySpec key) {
      this.credentials = credentials;
      this.day = day;
      this.key = key;
    }

    boolean isOf(AwsCredentials others, String otherDay) {
      return day.equals(otherDay)
          && credentials.accessKeyId().equals(others.accessKeyId())
          && credentials.secretAccessKey().equals(others.secretAccessKey());
    }
  }

  /** A thread's MAC, and the key that it is initialized with. */
  private record Keyed(DayKey key, Mac mac) {}

  SigV4(String region, String service) {
    this.region = region;
    this.service = service;
  }

  /**
   * Adds the headers that sign a request: its time, a session token and the signature.
   *
   * @param path the encoded path
   * @param query the canonical query: encoded and sorted
   * @param headers all headers that the signature covers, by their names in lower case; {@code
   *     host} is one of them
   * @param contentHash the SHA-256 of the body in hexadecimal digits, or {@link #UNSIGNED_PAYLOAD}
   */
  void sign(
      String method,
      String path,
      String query,
      SortedMap<String, String> headers,
      String contentHash,
      AwsCredentials credentials,
      Instant time) {
    String timestamp = timestamp(time);
    headers.put(DATE, timestamp);
    if (credentials instanceof AwsSessionCredentials session) {
      headers.put(TOKEN, session.sessionToken().trim());
    }
    String signedHeaders = String.join(";", headers.keySet());
    String canonical = canonical(method, path, query, headers, signedHeaders, contentHash);
    String day = timestamp.substring(0, DAY_LENGTH);
    String scope = day + '/' + region + '/' + service + "/aws4_request";
    String toSign = ALGORITHM + '\n' + timestamp + '\n' + scope + '\n' + sha256Hex(canonical);
    byte[] signature = mac(credentials, day).doFinal(toSign.getBytes(UTF_8));
    headers.put(
        "authorization",
        ALGORITHM
            + " Credential="
            + credentials.accessKeyId().trim()
            + '/'
            + scope
            + ", SignedHeaders="
            + signedHeaders
            + ", Signature="
            + HEX.formatHex(signature));
  }

  /** Returns the canonical form of a request, which the signature covers. */
  static String canonical(
      String method,
      String path,
      String query,
      SortedMap<String, String> headers,
      String signedHeaders,
      String contentHash) {
    StringBuilder canonical = new StringBuilder(1_024);
    canonical.append(method).append('\n').append(path).append('\n').append(query).append('\n');
    for (Map.Entry<String, String> header : headers.entrySet()) {
      canonical.append(header.getKey()).append(':');
      appendTrimmed(canonical, header.getValue());
      canonical.append('\n');
    }
    return canonical.append('\n').append(signedHeaders).append('\n').append(contentHash).toString();
  }

  /** Appends a value without surrounding white space, and with one space instead of several. */
  private static void appendTrimmed(StringBuilder canonical, String value) {
    int start = canonical.length();
    boolean pending = false;
    for (int i = 0; i < value.length(); i++) {
      char next = value.charAt(i);
      if (next == ' ' || (next >= '\t' && next <= '\r')) {
        pending = true;
        continue;
      }
      if (pending && canonical.length() > start) {
        canonical.append(' ');
      }
      pending = false;
      canonical.append(next);
    }
  }

  /** Returns the SHA-256 of a text in UTF-8, in hexadecimal digits. */
  static String sha256Hex(String text) {
    return sha256Hex(text.getBytes(UTF_8));
  }

  /** Returns the SHA-256 of bytes, in hexadecimal digits. */
  static String sha256Hex(byte[] bytes) {
    return HEX.formatHex(SHA_256.get().digest(bytes));
  }

  private String timestamp(Instant time) {
    Second last = second;
    if (last.seconds != time.getEpochSecond()) {
      last = new Second(time.getEpochSecond(), TIME.format(time));
      second = last;
    }
    return last.timestamp;
  }

  private Mac mac(AwsCredentials credentials, String day) {
    DayKey key = dayKey;
    if (key == null || !key.isOf(credentials, day)) {
      key = new DayKey(credentials, day, derived(credentials, day));
      dayKey = key;
    }
    Keyed mine = MAC.get();
    if (mine == null || mine.key != key) {
      mine = new Keyed(key, newMac(key.key));
      MAC.set(mine);
    }
    return mine.mac;
  }

  private SecretKeySpec derived(AwsCredentials credentials, String day) {
    byte[] key = ("AWS4" + credentials.secretAccessKey().trim()).getBytes(UTF_8);
    for (String part : new String[] {day, region, service, "aws4_request"}) {
      key = newMac(new SecretKeySpec(key, HMAC)).doFinal(part.getBytes(UTF_8));
    }
    return new SecretKeySpec(key, HMAC);
  }

  private static Mac newMac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac;
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException("Invalid secret key", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JVM has " + HMAC, e);
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}
