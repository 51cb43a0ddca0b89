package io.spillway.store.s3.direct;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** The body of a request that deletes many objects. */
final class DeletionXml {
  private static final String START =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
          + "<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">";

  private DeletionXml() {}

  /** Returns the body; null if objects have conditions, which only the SDK writes. */
  static byte @Nullable [] of(Delete delete) {
    StringBuilder xml = new StringBuilder(START);
    for (ObjectIdentifier object : delete.objects()) {
      if (object.eTag() != null || object.lastModifiedTime() != null || object.size() != null) {
        return null;
      }
      xml.append("<Object><Key>");
      appendEscaped(xml, object.key());
      xml.append("</Key>");
      if (object.versionId() != null) {
        xml.append("<VersionId>");
        appendEscaped(xml, object.versionId());
        xml.append("</VersionId>");
      }
      xml.append("</Object>");
    }
    if (delete.quiet() != null) {
      xml.append("<Quiet>").append(delete.quiet()).append("</Quiet>");
    }
    return xml.append("</Delete>").toString().getBytes(UTF_8);
  }

  private static void appendEscaped(StringBuilder xml, String text) {
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      switch (next) {
        case '<' -> xml.append("&lt;");
        case '>' -> xml.append("&gt;");
        case '&' -> xml.append("&amp;");
        case '"' -> xml.append("&quot;");
        case '\'' -> xml.append("&apos;");
        case '\r' -> xml.append("&#x0D;");
        case '\n' -> xml.append("&#x0A;");
        default -> xml.append(next);
      }
    }
  }
}
