package io.spillway.store.s3.direct;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.Deque;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * A scanner of S3's XML: elements and their text. It ignores attributes, namespaces and comments,
 * and rejects document types, so that no entity is ever resolved.
 */
final class XmlScanner {
  private final String xml;
  private final Deque<String> open = new ArrayDeque<>();
  private final StringBuilder text = new StringBuilder();
  private int at;
  private String name = "";
  private boolean closes;

  /** A kind of tag, or the end of the document. */
  enum Event {
    OPEN,
    CLOSE,
    END
  }

  /**
   * Creates a scanner.
   *
   * @throws SdkClientException if the bytes are not UTF-8
   */
  XmlScanner(byte[] bytes) {
    try {
      String decoded = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      xml = decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
    } catch (CharacterCodingException e) {
      throw SdkClientException.create("Could not parse XML response: it is not UTF-8", e);
    }
  }

  /** Returns the name of the element that was opened or closed last, without its namespace. */
  String name() {
    return name;
  }

  /** Returns the text between the last two tags. */
  String text() {
    return text.toString();
  }

  /**
   * Moves to the next tag.
   *
   * @throws SdkClientException if the XML is malformed or ends too early
   */
  Event next() {
    text.setLength(0);
    if (closes) {
      closes = false;
      return close(name);
    }
    while (at < xml.length()) {
      int tag = xml.indexOf('<', at);
      appendText(tag < 0 ? xml.length() : tag);
      if (tag < 0) {
        break;
      }
      if (xml.startsWith("<!--", at)) {
        at = after("-->", at + 4);
      } else if (xml.startsWith("<![CDATA[", at)) {
        int end = after("]]>", at + 9);
        text.append(xml, at + 9, end - 3);
        at = end;
      } else if (xml.startsWith("<?", at)) {
        at = after("?>", at + 2);
      } else {
        return tag();
      }
    }
    if (!open.isEmpty()) {
      throw malformed("it ends within " + open.peek());
    }
    return Event.END;
  }

  /** Skips the rest of the element that was opened last. */
  void skip() {
    int depth = open.size();
    while (open.size() >= depth) {
      next();
    }
  }

  private Event tag() {
    if (xml.startsWith("<!", at)) {
      throw malformed("it declares a document type");
    }
    int end = endOfTag();
    String inner = xml.substring(at + 1, end);
    at = end + 1;
    if (inner.startsWith("/")) {
      return close(local(inner.substring(1).strip()));
    }
    closes = inner.endsWith("/");
    int length = 0;
    while (length < inner.length() && !isEndOfName(inner.charAt(length))) {
      length++;
    }
    name = local(inner.substring(0, length));
    if (name.isEmpty()) {
      throw malformed("a tag has no name");
    }
    open.push(name);
    return Event.OPEN;
  }

  /** Returns where a tag ends; values of attributes may hold its end. */
  private int endOfTag() {
    char quote = 0;
    for (int i = at + 1; i < xml.length(); i++) {
      char next = xml.charAt(i);
      if (quote != 0) {
        quote = next == quote ? 0 : quote;
      } else if (next == '"' || next == '\'') {
        quote = next;
      } else if (next == '>') {
        return i;
      } else if (next == '<') {
        break;
      }
    }
    throw malformed("a tag does not end");
  }

  private static boolean isEndOfName(char next) {
    return next <= ' ' || next == '/';
  }

  private static String local(String qualified) {
    return qualified.substring(qualified.indexOf(':') + 1);
  }

  private Event close(String closed) {
    if (open.isEmpty() || !open.pop().equals(closed)) {
      throw malformed("it closes " + closed + ", which is not open");
    }
    name = closed;
    return Event.CLOSE;
  }

  private int after(String end, int from) {
    int found = xml.indexOf(end, from);
    if (found < 0) {
      throw malformed("it ends before " + end);
    }
    return found + end.length();
  }

  private void appendText(int end) {
    while (at < end) {
      char next = xml.charAt(at);
      if (next == '&') {
        appendReference(end);
      } else if (next == '\r') {
        // All ends of lines are one character.
        text.append('\n');
        at += at + 1 < end && xml.charAt(at + 1) == '\n' ? 2 : 1;
      } else {
        text.append(next);
        at++;
      }
    }
  }

  private void appendReference(int end) {
    int semicolon = xml.indexOf(';', at);
    if (semicolon < 0 || semicolon >= end) {
      throw malformed("a reference does not end");
    }
    String reference = xml.substring(at + 1, semicolon);
    at = semicolon + 1;
    switch (reference) {
      case "lt" -> text.append('<');
      case "gt" -> text.append('>');
      case "amp" -> text.append('&');
      case "quot" -> text.append('"');
      case "apos" -> text.append('\'');
      default -> text.appendCodePoint(codePoint(reference));
    }
  }

  private static int codePoint(String reference) {
    try {
      if (reference.startsWith("#")) {
        boolean hexadecimal = reference.startsWith("#x");
        int code =
            Integer.parseInt(reference.substring(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
        if (Character.isValidCodePoint(code)) {
          return code;
        }
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw malformed("the reference " + reference + " is unknown");
  }

  private static SdkClientException malformed(String why) {
    return SdkClientException.create("Could not parse XML response: " + why);
  }
}
