package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A server's answer, whole. It is sent on with its length, also where it came in chunks.
 *
 * @param statusLine the first line
 * @param headers the lines that follow, without what tells the body's length
 * @param length what the answer says of its length; less than zero when it says nothing
 * @param body what comes behind the headers; shorter than {@code length} for a HEAD
 */
record Answer(String statusLine, List<String> headers, long length, byte[] body) {
  private static final String LENGTH = "content-length:";
  private static final String CODING = "transfer-encoding:";

  /** An answer with XML in its body. */
  static Answer of(int status, String body, Map<String, String> headers) {
    List<String> lines = new ArrayList<>();
    lines.add("Content-Type: application/xml");
    headers.forEach((name, value) -> lines.add(name + ": " + value));
    byte[] bytes = body.getBytes(UTF_8);
    return new Answer("HTTP/1.1 " + status + " Injected", lines, bytes.length, bytes);
  }

  /** What S3 says when it refuses something. */
  static Answer error(int status, String code, Map<String, String> headers) {
    String body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
            + code
            + "</Code><Message>injected</Message><RequestId>injected</RequestId></Error>";
    return of(status, body, headers);
  }

  int status() {
    return Integer.parseInt(statusLine.split(" ", 3)[1]);
  }

  /** The same with another body. */
  Answer with(byte[] other) {
    return new Answer(statusLine, headers, other.length, other);
  }

  /** The same without its body, as a HEAD is answered. */
  Answer headOnly() {
    return new Answer(statusLine, headers, length, new byte[0]);
  }

  /** Reads one to its end. */
  static Answer read(InputStream in, boolean isOfHead) throws IOException {
    String[] lines = new String(RecordingProxy.head(in), ISO_8859_1).split("\r\n");
    if (lines[0].isEmpty()) {
      throw new EOFException("The server hung up");
    }
    List<String> headers = new ArrayList<>(Arrays.asList(lines).subList(1, lines.length));
    Optional<String> length = value(headers, LENGTH);
    boolean chunked = value(headers, CODING).isPresent();
    headers.removeIf(line -> is(line, LENGTH) || is(line, CODING));
    Answer empty = new Answer(lines[0], headers, Long.parseLong(length.orElse("-1")), new byte[0]);
    if (isOfHead || empty.status() == 204 || empty.status() == 304) {
      return empty;
    }
    if (chunked) {
      return empty.with(chunks(in));
    }
    return empty.with(empty.length < 0 ? in.readAllBytes() : exactly(in, (int) empty.length));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
      all.write(exactly(in, size));
      line(in);
      if (size == 0) {
        return all.toByteArray();
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  static byte[] exactly(InputStream in, int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException();
    }
    return bytes;
  }

  private static Optional<String> value(List<String> headers, String name) {
    return headers.stream()
        .filter(line -> is(line, name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst();
  }

  private static boolean is(String line, String name) {
    return line.toLowerCase(Locale.ROOT).startsWith(name);
  }

  /** Sends its head and as many bytes of its body; fewer than there are cut it short. */
  void send(OutputStream out, int bytes) throws IOException {
    StringBuilder head = new StringBuilder(statusLine).append("\r\n");
    headers.forEach(line -> head.append(line).append("\r\n"));
    if (length >= 0) {
      head.append("Content-Length: ").append(length).append("\r\n");
    }
    out.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
    out.write(body, 0, bytes);
    out.flush();
  }
}
