package io.spillway.sandbox;

import io.spillway.store.Body;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content of an upload in a temporary file, because a store needs its size in advance and a
 * form does not contain it.
 */
final class Received implements Body, Closeable {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
  private static final int MAX_LINE_BYTES = 8 << 10;

  private final Path file;
  private final String contentType;
  private final long from;
  private final long size;

  private Received(Path file, String contentType, long from, long size) {
    this.file = file;
    this.contentType = contentType;
    this.from = from;
    this.size = size;
  }

  /** Reads a request's body: as it is, or the one part of a form. */
  static Received from(HttpCall call) throws IOException {
    String contentType = call.header("Content-Type").orElse(Branch.UNTYPED);
    Path file = Files.createTempFile("spillway-sandbox", ".upload");
    try {
      Files.copy(call.body(), file, StandardCopyOption.REPLACE_EXISTING);
      return contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")
          ? part(file, contentType)
          : new Received(file, contentType, 0, Files.size(file));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static Received part(Path file, String form) throws IOException {
    Matcher boundary = BOUNDARY.matcher(form);
    if (!boundary.find()) {
      throw Refusal.badRequest("no multipart boundary param in Content-Type");
    }
    String contentType = Branch.UNTYPED;
    long from = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      String line;
      do {
        line = line(in);
        from += line.length();
        if (line.toLowerCase(Locale.ROOT).startsWith("content-type:")) {
          contentType = line.substring(line.indexOf(':') + 1).strip();
        }
      } while (!line.equals("\r\n"));
    }
    byte[] end = ("\r\n--" + boundary.group(1) + "--").getBytes(StandardCharsets.UTF_8);
    return new Received(file, contentType, from, end(file, end) - from);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() < MAX_LINE_BYTES) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      line.append((char) next);
      if (next == '\n') {
        return line.toString();
      }
    }
    throw Refusal.badRequest("malformed form");
  }

  // A line end may follow the closing boundary.
  private static long end(Path file, byte[] boundary) throws IOException {
    long size = Files.size(file);
    for (int after = 0; after <= 2 && size >= boundary.length + after; after++) {
      long start = size - boundary.length - after;
      try (InputStream in = Files.newInputStream(file)) {
        in.skipNBytes(start);
        if (Arrays.equals(in.readNBytes(boundary.length), boundary)) {
          return start;
        }
      }
    }
    throw Refusal.badRequest("malformed form: this sandbox takes just one part");
  }

  String contentType() {
    return contentType;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream open() throws IOException {
    InputStream in = Files.newInputStream(file);
    in.skipNBytes(from);
    return new LimitedStream(in, size);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
