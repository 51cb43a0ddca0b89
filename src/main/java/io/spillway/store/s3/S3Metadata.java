package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.store.Attributes;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * User metadata as headers. S3 accepts ASCII that the signature does not change. Any other value is
 * sent as an encoded word of RFC 2047, the form in which S3 itself returns values that are not
 * ASCII.
 */
final class S3Metadata {
  private static final int MOST_BYTES = 2_048;
  static final int LONGEST_KEY = 1_024;
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern PRINTABLE = Pattern.compile("[ -~]*");
  private static final Pattern PLAIN = Pattern.compile("(?:[!-~]+(?: [!-~]+)*)?");
  private static final Pattern WORD =
      Pattern.compile("=\\?UTF-8\\?([BQ])\\?([^? ]*)\\?=", Pattern.CASE_INSENSITIVE);
  private static final Pattern WORDS =
      Pattern.compile("(?:" + WORD + "\\s*)+", Pattern.CASE_INSENSITIVE);

  private S3Metadata() {}

  /** Returns the reason why S3 cannot hold such an object, or empty. */
  static Optional<String> objection(String key, Attributes attributes) {
    int length = key.getBytes(UTF_8).length;
    if (length > LONGEST_KEY) {
      return Optional.of(
          String.format(Locale.ROOT, "has %,d bytes, and S3 takes %,d", length, LONGEST_KEY));
    }
    if (key.isEmpty()) {
      return Optional.of("is empty, and S3 needs a name");
    }
    if (!PRINTABLE.matcher(attributes.contentType()).matches()) {
      return Optional.of("has a content type that no header can carry");
    }
    return objection(attributes.metadata());
  }

  private static Optional<String> objection(Map<String, String> metadata) {
    Set<String> names = new HashSet<>();
    long bytes = 0;
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      String name = entry.getKey();
      if (!TOKEN.matcher(name).matches()) {
        return Optional.of("has the metadata key '" + name + "', which no header can carry");
      }
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        return Optional.of(
            "has the metadata key '" + name + "' twice, as S3 takes upper and lower case for one");
      }
      bytes += name.length() + encoded(entry.getValue()).length();
    }
    return bytes > MOST_BYTES
        ? Optional.of(
            String.format(
                Locale.ROOT, "has %,d bytes of metadata, and S3 takes %,d", bytes, MOST_BYTES))
        : Optional.empty();
  }

  static Map<String, String> encoded(Map<String, String> metadata) {
    Map<String, String> headers = new TreeMap<>();
    metadata.forEach((name, value) -> headers.put(name, encoded(value)));
    return headers;
  }

  /** Returns the metadata as S3 stores it, with names in lower case. */
  static Map<String, String> decoded(Map<String, String> headers) {
    Map<String, String> metadata = new TreeMap<>();
    headers.forEach((name, value) -> metadata.put(name.toLowerCase(Locale.ROOT), decoded(value)));
    return metadata;
  }

  static String encoded(String value) {
    // Signing collapses consecutive blanks, and a header loses leading and trailing blanks.
    if (PLAIN.matcher(value).matches() && !WORD.matcher(value).find()) {
      return value;
    }
    return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(value.getBytes(UTF_8)) + "?=";
  }

  static String decoded(String value) {
    if (!WORDS.matcher(value).matches()) {
      return value;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Matcher words = WORD.matcher(value);
    try {
      while (words.find()) {
        bytes.writeBytes(
            words.group(1).equalsIgnoreCase("B")
                ? Base64.getDecoder().decode(words.group(2))
                : quoted(words.group(2)));
      }
    } catch (IllegalArgumentException e) {
      return value;
    }
    return bytes.toString(UTF_8);
  }

  private static byte[] quoted(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] ascii = text.getBytes(US_ASCII);
    for (int i = 0; i < ascii.length; i++) {
      if (ascii[i] == '=' && i + 2 < ascii.length) {
        bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(ascii[i] == '_' ? ' ' : ascii[i]);
      }
    }
    return bytes.toByteArray();
  }
}
