package io.spillway.object;

import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole address as lakeFS writes it. lakeFS writes Azure addresses as web addresses, {@code
 * https://ACCOUNT.blob.core.windows.net/CONTAINER/PATH}; Hadoop writes them as {@code
 * abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH}. All other addresses are used as they are.
 *
 * <p>lakeFS decodes web addresses, so {@code %20} in one is a space. It writes the addresses of
 * imported objects in this form.
 */
public final class StorageAddress {
  /** The middle name denotes a kind of service; {@code adls} is lakeFS's own word for a hint. */
  private static final Pattern AZURE =
      Pattern.compile(
          "(?<scheme>https?)://(?<account>[a-z0-9][a-z0-9-]*(?:\\.z\\d+)?)\\.(?:blob|dfs|adls)"
              + "\\.(?<domain>[a-z0-9-]+(?:\\.[a-z0-9-]+)+)/(?<container>[^/]+)(?:/(?<path>.*))?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final String WHOLE_PATH = "local:///";

  private StorageAddress() {}

  /**
   * Returns the location of such an address.
   *
   * @throws SpillwayException (bad input) if the text is not an address
   */
  public static Location parse(String address) {
    Matcher azure = AZURE.matcher(address);
    if (!azure.matches()) {
      // lakeFS's local storage uses absolute paths of its machine, which belong to no bucket.
      return address.startsWith(WHOLE_PATH)
          ? new Location("local", "", address.substring(WHOLE_PATH.length()))
          : Location.parse(address);
    }
    String host = azure.group("account") + ".dfs." + azure.group("domain");
    return new Location(
        azure.group("scheme").length() == "https".length() ? "abfss" : "abfs",
        azure.group("container") + "@" + host.toLowerCase(Locale.ROOT),
        decoded(Optional.ofNullable(azure.group("path")).orElse("")));
  }

  /** Decodes a path. Text with invalid encoding is returned unchanged. */
  private static String decoded(String path) {
    if (path.indexOf('%') < 0) {
      return path;
    }
    byte[] raw = path.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '%') {
        bytes.write(raw[i]);
        continue;
      }
      int high = i + 2 < raw.length ? Character.digit((char) raw[i + 1], 16) : -1;
      int low = i + 2 < raw.length ? Character.digit((char) raw[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return path;
      }
      bytes.write(high << 4 | low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      return path;
    }
  }
}
